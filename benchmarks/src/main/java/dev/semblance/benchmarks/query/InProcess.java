package dev.semblance.benchmarks.query;

import dev.semblance.benchmarks.index.NearestIds;
import dev.semblance.core.distance.Embedding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A search in this process. */
record InProcess(String name, NearestIds search, List<Embedding> queries) implements Contender {
    @Override
    public Turn turn(int effort, int threads) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        Long[] wall = new Long[queries.size()];
        Long[] cpu = new Long[queries.size()];
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made otherwise
        List<String>[] found = new List[queries.size()];
        long start = System.nanoTime();
        InThreads.run(threads, () -> {
            ThreadMXBean clock = ManagementFactory.getThreadMXBean();
            for (int i = next.getAndIncrement(); i < queries.size(); i = next.getAndIncrement()) {
                long begin = System.nanoTime();
                long beginCpu = clock.getCurrentThreadCpuTime();
                found[i] = nearest(i, effort);
                cpu[i] = clock.getCurrentThreadCpuTime() - beginCpu;
                wall[i] = System.nanoTime() - begin;
            }
        });
        return new Turn(System.nanoTime() - start, Arrays.asList(wall), Arrays.asList(cpu), Arrays.asList(found));
    }

    private List<String> nearest(int query, int effort) {
        try {
            return search.nearest(queries.get(query), effort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
