package dev.semblance.query;

import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.model.PublishedModel;
import java.util.concurrent.atomic.AtomicInteger;

/** A model in memory, shared by the views of its version; unloaded when the last of them has gone. */
final class LoadedModel {
    private final PublishedModel published;
    private final Embedder embedder;
    private final MicroBatches batches;
    private final AtomicInteger views = new AtomicInteger();

    LoadedModel(PublishedModel published, Embedder embedder) {
        this.published = published;
        this.embedder = embedder;
        this.batches = new MicroBatches(embedder);
    }

    PublishedModel published() {
        return published;
    }

    Embedder embedder() {
        return embedder;
    }

    MicroBatches batches() {
        return batches;
    }

    void retain() {
        views.incrementAndGet();
    }

    void release() {
        if (views.decrementAndGet() == 0) {
            batches.close();
            embedder.close();
        }
    }
}
