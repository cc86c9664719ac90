package dev.semblance.benchmarks;

import dev.semblance.core.embedding.DeviceChoice;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.standalone.config.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The yardstick: the published model on decoded images, batch after batch, called by one thread and by nothing else.
 */
final class EmbedderAlone implements AutoCloseable {
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration MEASURED = Duration.ofSeconds(3);

    private final Embedder embedder;
    private final List<List<Pixels>> batches;

    private EmbedderAlone(Embedder embedder, List<List<Pixels>> batches) {
        this.embedder = embedder;
        this.batches = batches;
    }

    static EmbedderAlone load(Settings settings, PublishedModel model, List<Pixels> images) throws IOException {
        ModelStore store = new ModelStore(settings.store().models().open(), Clock.systemUTC());
        Embedder embedder =
                Embedder.load(model, store, DeviceChoice.choose(settings.index().device()));
        return new EmbedderAlone(embedder, batches(images, settings.index().batchSize()));
    }

    /** Full batches only; images start over where they do not fill the first one. */
    private static List<List<Pixels>> batches(List<Pixels> images, int size) {
        List<List<Pixels>> batches = new ArrayList<>();
        for (int from = 0; from == 0 || from + size <= images.size(); from += size) {
            List<Pixels> batch = new ArrayList<>(size);
            for (int i = from; i < from + size; i++) {
                batch.add(images.get(i % images.size()));
            }
            batches.add(List.copyOf(batch));
        }
        return List.copyOf(batches);
    }

    /** Images a second, after a moment that does not count. */
    double imagesPerSecond() {
        embedFor(WARM_UP);
        return embedFor(MEASURED);
    }

    private double embedFor(Duration duration) {
        long start = System.nanoTime();
        long images = 0;
        for (int i = 0; System.nanoTime() - start < duration.toNanos(); i++) {
            images += embedder.embed(batches.get(i % batches.size())).size();
        }
        return images / ((System.nanoTime() - start) / 1e9);
    }

    @Override
    public void close() {
        embedder.close();
    }
}
