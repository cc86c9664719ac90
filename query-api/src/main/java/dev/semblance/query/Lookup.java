package dev.semblance.query;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.NoEmbeddingException;
import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.Neighbour;
import dev.semblance.core.model.ModelVersion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Answers "what is this image like?" from one view. Safe for use by several threads. */
final class Lookup {
    /** Candidates that a search keeps at least: recall matters more than the last tenth of a millisecond. */
    private static final int EFFORT = 100;

    private final ImageDecoder decoder;
    /** Decoding and embedding keep a core busy: more at once would only take turns. */
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());

    Lookup(ImageDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * An answer.
     *
     * @param version model version that computed it
     * @param commit commit that it was searched in
     * @param neighbours nearest first
     * @param decoding time spent in it
     * @param embedding time spent in it
     * @param search time spent in it
     */
    record Answer(
            ModelVersion version,
            IndexCommit commit,
            List<Neighbour> neighbours,
            Duration decoding,
            Duration embedding,
            Duration search) {}

    Answer nearest(LiveView view, byte[] image, int k) throws BadImageException {
        cores.acquireUninterruptibly();
        try {
            long start = System.nanoTime();
            Pixels pixels = decoder.decode(image);
            long decoded = System.nanoTime();
            Embedding embedding = embed(view, pixels);
            long embedded = System.nanoTime();
            List<Neighbour> neighbours = view.snapshot().nearest(embedding, k, EFFORT);
            long searched = System.nanoTime();
            return new Answer(
                    view.model().version(),
                    view.snapshot().commit(),
                    neighbours,
                    Duration.ofNanos(decoded - start),
                    Duration.ofNanos(embedded - decoded),
                    Duration.ofNanos(searched - embedded));
        } finally {
            cores.release();
        }
    }

    private static Embedding embed(LiveView view, Pixels pixels) throws BadImageException {
        try {
            return view.embedder().embed(pixels);
        } catch (NoEmbeddingException e) {
            throw new BadImageException(Reason.NOT_EMBEDDABLE, "the network gives no embedding: " + e.getMessage(), e);
        }
    }
}
