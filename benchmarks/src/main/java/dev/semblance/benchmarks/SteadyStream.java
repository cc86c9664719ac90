package dev.semblance.benchmarks;

import dev.semblance.standalone.ImageProducer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Latency: images are sent at a steady rate while the status is asked for often. An image's latency is the time from
 * when it was due to be sent (so a sender that falls behind hides nothing) to the first status answer whose commit
 * holds its partition and offset.
 */
final class SteadyStream {
    private static final Duration POLL = Duration.ofMillis(5);

    private final Workload workload;
    private final ImageProducer producer;
    private final CommitWatch watch;

    SteadyStream(Workload workload, ImageProducer producer, CommitWatch watch) {
        this.workload = workload;
        this.producer = producer;
        this.watch = watch;
    }

    /**
     * An image that lies on the topic.
     *
     * @param dueNanos when it was due, on the clock of {@link System#nanoTime()}
     */
    record Sent(long dueNanos, int partition, long offset) {
        Duration until(List<Sighting> sightings) {
            return sightings.stream()
                    .filter(sighting -> sighting.contains(partition, offset))
                    .findFirst()
                    .map(sighting -> Duration.ofNanos(sighting.nanos() - dueNanos))
                    .orElseThrow(() -> new IllegalStateException("image at " + partition + "@" + offset + " was lost"));
        }
    }

    Percentiles run(int rate, int seconds) throws IOException, InterruptedException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Sent>> sender = executor.submit(() -> send(rate, rate * seconds));
            List<Sighting> seen =
                    watch.until(sighting -> sender.isDone() && holdsAll(sighting, sender.resultNow()), POLL);
            return new Percentiles(
                    sender.resultNow().stream().map(sent -> sent.until(seen)).toList());
        }
    }

    private static boolean holdsAll(Sighting sighting, List<Sent> sent) {
        return sent.stream().allMatch(one -> sighting.contains(one.partition(), one.offset()));
    }

    private List<Sent> send(int rate, int images) throws InterruptedException {
        List<CompletableFuture<Sent>> underWay = new ArrayList<>(images);
        long start = System.nanoTime();
        for (int i = 0; i < images; i++) {
            long due = start + i * 1_000_000_000L / rate;
            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            ImageSource.Item item = workload.next();
            underWay.add(producer.put(item.id(), item.image())
                    .thenApply(position -> new Sent(due, position.partition(), position.offset())));
        }
        producer.flush();
        return underWay.stream().map(CompletableFuture::join).toList();
    }
}
