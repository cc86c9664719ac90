package dev.semblance.trainer.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** A thread for each processor, for work on many small things whose results are wanted in order. */
final class WorkerPool implements AutoCloseable {
    /** Things in work at a time; bounds what waits in memory. */
    private static final int WINDOW = 512;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("images-", 0).daemon().factory());

    /** What is done with one thing; runs on any thread. */
    interface Work<T, R> {
        R on(T thing) throws Exception;
    }

    /**
     * Does the work on each thing and gives the results to the consumer, in order, on the calling thread.
     *
     * @throws RuntimeException what the work has thrown
     */
    <T, R> void each(List<T> things, Work<T, R> work, Consumer<R> results) {
        for (int from = 0; from < things.size(); from += WINDOW) {
            List<Callable<R>> window = new ArrayList<>();
            for (T thing : things.subList(from, Math.min(things.size(), from + WINDOW))) {
                window.add(() -> work.on(thing));
            }
            for (Future<R> result : invoke(window)) {
                results.accept(resultOf(result));
            }
        }
    }

    private <R> List<Future<R>> invoke(List<Callable<R>> window) {
        try {
            return threads.invokeAll(window);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("reading images was broken off");
        }
    }

    private static <R> R resultOf(Future<R> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException("work on an image failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("reading images was broken off");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
