package dev.semblance.trainer.sampling;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.InputSpec;
import dev.semblance.trainer.augmentation.Augmentation;
import dev.semblance.trainer.data.PixelSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes batches ready on threads of its own while the network learns from the one before. They come in the order of the
 * sampler, and they are the same whatever the number of threads: what is random about an image depends on the seed, the
 * batch's number and the image's place in it only. At most {@link LoadPlan#ahead} batches are held at a time.
 *
 * <p>One thread at a time takes batches; any may close.
 */
public final class BatchLoader implements AutoCloseable {
    /** Some runtimes need a few more entries for themselves. */
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Object lock = new Object();
    private final Sampler sampler;
    private final BatchAssembler assembler;
    private final ExecutorService workers;
    /** Batches that are ready or under way, the next one first; guarded by the lock. */
    private final Deque<Future<Batch>> ahead = new ArrayDeque<>();
    /** Number of the next batch to draw; guarded by the lock. */
    private long number;

    private volatile boolean closed;

    /**
     * Starts to load.
     *
     * @param sampler that has drawn nothing yet; the loader's own from now on
     * @param source what the sampler's positions stand for
     * @throws OperatorException if a batch is more than one array holds
     */
    public BatchLoader(Sampler sampler, PixelSource source, Augmentation augmentation, LoadPlan plan) {
        requireHoldable(sampler.batchSize(), source.input());
        this.sampler = sampler;
        this.assembler = new BatchAssembler(source, augmentation, plan.seed(), () -> closed);
        this.number = plan.firstBatch();
        sampler.skip(plan.firstBatch());
        this.workers = Executors.newFixedThreadPool(
                plan.threads(),
                Thread.ofPlatform().daemon().name("batch-loader-", 1).factory());
        for (int i = 0; i < plan.ahead(); i++) {
            loadOneMore();
        }
    }

    private static void requireHoldable(int images, InputSpec input) {
        if (Math.multiplyFull(images, input.length()) > LARGEST_ARRAY) {
            throw new OperatorException("a batch of " + images + " images of " + input.width() + " x " + input.height()
                    + " is more than can be held; lower train.classes-per-batch, train.examples-per-class or"
                    + " train.side");
        }
    }

    /** Images in each batch. */
    public int batchSize() {
        return sampler.batchSize();
    }

    /**
     * Waits for the next batch.
     *
     * @throws OperatorException if an image can no longer be read; so does each call after it
     * @throws IllegalStateException if the loader is closed, before or during the call
     */
    public Batch next() throws InterruptedException {
        Future<Batch> first;
        synchronized (lock) {
            requireOpen();
            first = ahead.getFirst();
        }
        Batch batch = await(first);
        synchronized (lock) {
            requireOpen();
            ahead.removeFirst();
            loadOneMore();
        }
        return batch;
    }

    private static Batch await(Future<Batch> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw asItWas(e);
        } catch (CancellationException e) {
            throw new IllegalStateException("the loader was closed while a batch was waited for", e);
        }
    }

    private static RuntimeException asItWas(ExecutionException failure) {
        return switch (failure.getCause()) {
            case RuntimeException fault -> fault;
            case Error error -> throw error;
            case null, default -> new IllegalStateException("a batch could not be loaded", failure);
        };
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the loader is closed");
        }
    }

    private void loadOneMore() {
        int[] positions = sampler.next();
        int[] labels = sampler.labels(positions);
        long drawn = number++;
        ahead.addLast(workers.submit(() -> assembler.assemble(drawn, positions, labels)));
    }

    /**
     * Stops loading. When it returns, no image is read any more. Reads are not interrupted, which would close files
     * that others read from: it takes until the image under way has been read.
     */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            ahead.forEach(batch -> batch.cancel(false));
            ahead.clear();
        }
        workers.close();
    }
}
