package dev.semblance.benchmarks.query;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The same work in several platform threads. */
final class InThreads {
    private InThreads() {}

    /** Returns when all have ended; what one of them threw is thrown. */
    static void run(int threads, Runnable work) throws InterruptedException {
        List<FutureTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            FutureTask<?> task = new FutureTask<>(work, null);
            Thread.ofPlatform().daemon().name("load-" + i).start(task);
            tasks.add(task);
        }
        for (FutureTask<?> task : tasks) {
            try {
                task.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the load broke off: " + e.getCause(), e);
            }
        }
    }
}
