package dev.semblance.standalone.demo;

import dev.semblance.core.index.ImageRecord;
import dev.semblance.standalone.DiskSpace;
import dev.semblance.standalone.ImageProducer;
import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LabelledImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/**
 * Goes on producing, and measures how long an image takes from the producer to the first answer that could contain it.
 */
final class LiveStream {
    private static final int MEASURED = 5;
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(3);

    private final ImageProducer producer;
    private final QueryClient client;
    private final Console console;
    private final ShutdownSignal signal;

    LiveStream(ImageProducer producer, QueryClient client, Console console, ShutdownSignal signal) {
        this.producer = producer;
        this.client = client;
        this.console = console;
        this.signal = signal;
    }

    static ImageRecord asRecord(LabelledImage image) {
        return new ImageRecord(image.encoded(), Optional.of(image.label()), Map.of(), Optional.of(Instant.now()));
    }

    void measureFreshness(Dataset images) throws IOException, InterruptedException {
        long[] millis = new long[MEASURED];
        for (int i = 0; i < MEASURED; i++) {
            millis[i] = freshness(images.images().get(i % images.size())).toMillis();
        }
        Arrays.sort(millis);
        console.line(
                "      freshness: an image is searchable %d ms after it was sent (median of %d, largest %d ms)",
                millis[MEASURED / 2], MEASURED, millis[MEASURED - 1]);
    }

    /** Sends one image and waits until the index holds it. */
    private Duration freshness(LabelledImage image) throws IOException, InterruptedException {
        long start = System.nanoTime();
        ImageProducer.Position position = send(image);
        while (true) {
            Optional<QueryClient.Index> index = client.status().live();
            if (index.isPresent() && index.get().contains(position.partition(), position.offset())) {
                return Duration.ofNanos(System.nanoTime() - start);
            }
            signal.await(POLL);
            signal.throwIfCome();
        }
    }

    private ImageProducer.Position send(LabelledImage image) throws InterruptedException {
        try {
            return producer.put(image.id(), asRecord(image)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an image could not be sent to Kafka", e.getCause());
        }
    }

    /**
     * Streams in a loop over the images until it is told to stop.
     *
     * @param folder whose disk is minded meanwhile
     * @param truth that goes on with it
     */
    void goOn(Dataset images, double rate, Path folder, GroundTruth truth) throws IOException, InterruptedException {
        Duration pause = Duration.ofNanos((long) (1e9 / rate));
        long sent = 0;
        long lastLine = System.nanoTime();
        while (!signal.await(pause)) {
            DiskSpace.requireRoom(folder);
            LabelledImage image = images.images().get(Math.floorMod(sent, images.size()));
            sent++;
            truth.goOn();
            if (System.nanoTime() - lastLine < BETWEEN_LINES.toNanos()) {
                send(image);
                continue;
            }
            try {
                console.rewrite(
                        "      streamed %d images, the last one searchable after %d ms; %s",
                        sent, freshness(image).toMillis(), truth.quality());
            } catch (CancellationException e) {
                break;
            }
            lastLine = System.nanoTime();
        }
        console.line("");
        console.line("stopping: query service, indexer, broker");
    }
}
