package dev.semblance.standalone;

import dev.semblance.trainer.data.LabelledImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A producer of its own that puts, replaces, relabels and deletes images, and sends broken ones, until it is ended. */
final class ChangeStream implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Few, so that most changes replace or delete something. */
    private static final int IDS = 300;

    private final SmallSystem system;
    private final List<LabelledImage> images;
    private final Random random;
    private final List<CompletableFuture<ImageProducer.Position>> sent = new ArrayList<>();
    private final CompletableFuture<Void> sending;
    private volatile boolean ended;

    private ChangeStream(SmallSystem system, long seed) {
        this.system = system;
        this.images = system.splits().stream().images();
        this.random = new Random(seed);
        this.sending = CompletableFuture.runAsync(
                this::send, task -> Thread.ofPlatform().daemon().name("changes").start(task));
    }

    static ChangeStream start(SmallSystem system, long seed) {
        return new ChangeStream(system, seed);
    }

    private void send() {
        while (!ended) {
            sent.add(change());
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private CompletableFuture<ImageProducer.Position> change() {
        String id = "changed-" + random.nextInt(IDS);
        int dice = random.nextInt(100);
        if (dice < 15) {
            return system.producer().delete(id);
        }
        byte[] image = images.get(random.nextInt(images.size())).encoded();
        byte[] whole = dice < 20 ? Arrays.copyOf(image, image.length / 2) : image;
        return system.put(id, whole, "label-" + random.nextInt(10));
    }

    /** Ends the stream and gives the positions of all that was sent, which the broker has acknowledged. */
    List<ImageProducer.Position> end() throws InterruptedException, ExecutionException {
        close();
        List<ImageProducer.Position> positions = new ArrayList<>();
        for (CompletableFuture<ImageProducer.Position> one : sent) {
            positions.add(one.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).get());
        }
        return positions;
    }

    @Override
    public void close() {
        ended = true;
        sending.join();
    }
}
