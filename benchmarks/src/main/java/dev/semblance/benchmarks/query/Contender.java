package dev.semblance.benchmarks.query;

import java.io.IOException;
import java.util.List;

/** A search that takes turns with others. */
interface Contender {
    String name();

    /**
     * Asks all queries once.
     *
     * @param effort candidates that the search keeps
     * @param threads that ask
     */
    Turn turn(int effort, int threads) throws IOException, InterruptedException;

    /**
     * What one turn took.
     *
     * @param nanos of all, by the clock
     * @param wall of each query, in nanoseconds by the clock
     * @param cpu of each query, on its core
     * @param found ids of each query
     */
    record Turn(long nanos, List<Long> wall, List<Long> cpu, List<List<String>> found) {
        public Turn {
            wall = List.copyOf(wall);
            cpu = List.copyOf(cpu);
            found = List.copyOf(found);
        }
    }
}
