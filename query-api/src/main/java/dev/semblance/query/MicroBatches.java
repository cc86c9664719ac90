package dev.semblance.query;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.embedding.NoEmbeddingException;
import dev.semblance.core.embedding.PreparedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/**
 * Embeds what several requests ask for at the same time together: a network takes a batch in much less time than its
 * images one by one. Nobody waits for company: whatever is there when a batch has ended makes the next.
 *
 * <p>Safe for use by several threads. Whoever closes it makes sure that nobody waits.
 */
final class MicroBatches implements AutoCloseable {
    /** More would gain little, and delay who comes next. */
    private static final int LARGEST = 32;

    /**
     * Batches at the same time. With one, the cores stand still while it is collected and handed out, and whoever waits
     * for it searches at the same moment as all the others.
     */
    private static final int LANES = 2;

    private final Embedder embedder;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final List<Thread> lanes;

    private record Waiting(PreparedImage image, CompletableFuture<Embedding> embedding) {
        Waiting(PreparedImage image) {
            this(image, new CompletableFuture<>());
        }
    }

    MicroBatches(Embedder embedder) {
        this.embedder = embedder;
        this.lanes = IntStream.range(0, LANES)
                .mapToObj(lane ->
                        Thread.ofPlatform().daemon().name("embedding-" + lane).start(this::run))
                .toList();
    }

    /**
     * Embeds, and waits for it.
     *
     * @throws NoEmbeddingException if the network gives no unit vector for one of them
     */
    List<Embedding> embed(List<PreparedImage> images) {
        List<Waiting> all = images.stream().map(Waiting::new).toList();
        queue.addAll(all);
        return all.stream().map(MicroBatches::result).toList();
    }

    private static Embedding result(Waiting waiting) {
        try {
            return waiting.embedding().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NoEmbeddingException none) {
                throw none;
            }
            throw e;
        }
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>(LARGEST);
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, LARGEST - 1);
                embedAll(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void embedAll(List<Waiting> batch) {
        try {
            List<Embedding> embeddings =
                    embedder.embedPrepared(batch.stream().map(Waiting::image).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).embedding().complete(embeddings.get(i));
            }
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                batch.getFirst().embedding().completeExceptionally(e);
            } else {
                // One image is no reason to refuse the others of the batch.
                batch.forEach(waiting -> embedAll(List.of(waiting)));
            }
        }
    }

    @Override
    public void close() {
        lanes.forEach(Thread::interrupt);
        try {
            for (Thread lane : lanes) {
                lane.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
