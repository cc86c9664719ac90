package dev.semblance.query;

import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.model.PublishedModel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one answer is computed from: one model version and one commit of its index. Counts its users, and is freed when
 * the last one has closed it, so a cut-over never takes anything away from an answer under way.
 */
final class LiveView implements AutoCloseable {
    private final LoadedModel model;
    private final IndexSnapshot snapshot;
    private final AtomicInteger users = new AtomicInteger(1);

    LiveView(LoadedModel model, IndexSnapshot snapshot) {
        this.model = model;
        this.snapshot = snapshot;
        model.retain();
    }

    PublishedModel model() {
        return model.published();
    }

    LoadedModel loadedModel() {
        return model;
    }

    Embedder embedder() {
        return model.embedder();
    }

    IndexSnapshot snapshot() {
        return snapshot;
    }

    /** Takes part in the view; false if it has been freed already. Each success needs one {@link #close()}. */
    boolean tryRetain() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    @Override
    public void close() {
        if (users.decrementAndGet() == 0) {
            snapshot.release();
            model.release();
        }
    }
}
