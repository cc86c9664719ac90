package dev.semblance.benchmarks.faults;

import dev.semblance.standalone.service.QueryClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the same image at one query node again and again, and sees how long it does not answer and whether an answer
 * is from an earlier commit than the one before.
 */
final class NodeWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final QueryClient client;
    private final byte[] image;
    private final Availability own = new Availability();
    private final Availability all;
    private final AtomicReference<QueryClient.@Nullable Index> newest = new AtomicReference<>();
    private final AtomicBoolean answering = new AtomicBoolean();
    private final AtomicLong wentBack = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread;

    private NodeWatch(String name, URI address, byte[] image, Availability all) {
        this.client = new QueryClient(address);
        this.image = image;
        this.all = all;
        this.thread = Thread.ofPlatform().name("watch-" + name).daemon(true).unstarted(this::run);
    }

    /**
     * Starts to watch.
     *
     * @param image a PNG file to look up
     * @param all is told of each answer, too
     */
    static NodeWatch start(String name, URI address, byte[] image, Availability all) {
        NodeWatch watch = new NodeWatch(name, address, image, all);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            while (!closed.get()) {
                ask();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        try {
            QueryClient.Index index = client.lookup(image, "image/png", 5).index();
            long now = System.nanoTime();
            own.answered(now);
            all.answered(now);
            QueryClient.Index last = newest.getAndSet(index);
            if (last != null && Order.isBefore(index, last)) {
                wentBack.incrementAndGet();
            }
            answering.set(true);
        } catch (IOException e) {
            answering.set(false); // the node is down, or not ready
        }
    }

    /** Whether the last lookup was answered. */
    boolean isAnswering() {
        return answering.get();
    }

    /** Whether the record at this place was in the index of an answer. */
    boolean hasSeen(Sent.Place place) {
        return Optional.ofNullable(newest.get()).stream()
                .flatMap(index -> index.shards().stream())
                .anyMatch(shard -> shard.shard() == place.partition() && shard.nextOffset() > place.offset());
    }

    Duration longestUnavailability() {
        return own.longestWithout(System.nanoTime());
    }

    /** Answers that were older than the one before. */
    long wentBack() {
        return wentBack.get();
    }

    @Override
    public void close() {
        closed.set(true);
        thread.interrupt();
        client.close();
    }
}
