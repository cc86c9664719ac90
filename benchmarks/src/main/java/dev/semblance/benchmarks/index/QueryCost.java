package dev.semblance.benchmarks.index;

import dev.semblance.benchmarks.Percentiles;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.evaluation.ExactNeighbours;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Measures searches in turns, by the CPU time of the thread that searches: other processes disturb that least. */
final class QueryCost {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<Embedding> queries;
    private final List<Set<String>> truth;
    private final int rounds;

    /**
     * A measurement.
     *
     * @param truth ids of the true nearest of each query
     * @param rounds how often each search is asked everything; the least time of each query counts
     */
    private QueryCost(List<Embedding> queries, List<Set<String>> truth, int rounds) {
        this.queries = queries;
        this.truth = truth;
        this.rounds = rounds;
    }

    /** Finds the truth by comparing each query with all vectors; the images are named as {@link Changes#id} has it. */
    static QueryCost onCorpus(List<Embedding> corpus, List<Embedding> queries, int rounds) {
        List<Set<String>> truth = new ExactNeighbours(corpus, Distance.COSINE)
                .nearestOfEach(queries, NearestIds.K).stream()
                        .map(neighbours -> neighbours.stream()
                                .map(neighbour -> Changes.id(neighbour.position()))
                                .collect(Collectors.toSet()))
                        .toList();
        return new QueryCost(queries, truth, rounds);
    }

    /** Measures every search with every effort; the curves are in the order of the searches. */
    List<RecallCurve> compare(List<NearestIds> searches, int[] efforts) throws IOException {
        List<List<RecallCurve.Point>> points = new ArrayList<>();
        searches.forEach(search -> points.add(new ArrayList<>()));
        for (int effort : efforts) {
            long[][] nanos = new long[searches.size()][queries.size()];
            for (int round = 0; round <= rounds; round++) {
                for (int i = 0; i < nanos.length; i++) {
                    measure(searches.get(i), effort, round, nanos[i]);
                }
            }
            for (int i = 0; i < nanos.length; i++) {
                points.get(i).add(point(effort, recall(searches.get(i), effort), nanos[i]));
            }
        }
        return points.stream().map(RecallCurve::new).toList();
    }

    /** Round 0 warms up. */
    private void measure(NearestIds search, int effort, int round, long[] least) throws IOException {
        for (int i = 0; i < least.length; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            search.nearest(queries.get(i), effort);
            long nanos = THREADS.getCurrentThreadCpuTime() - start;
            least[i] = round <= 1 ? nanos : Math.min(least[i], nanos);
        }
    }

    private double recall(NearestIds search, int effort) throws IOException {
        long found = 0;
        long all = 0;
        for (int i = 0; i < queries.size(); i++) {
            found += search.nearest(queries.get(i), effort).stream()
                    .filter(truth.get(i)::contains)
                    .count();
            all += truth.get(i).size();
        }
        return (double) found / all;
    }

    private static RecallCurve.Point point(int effort, double recall, long[] nanos) {
        List<Duration> times = new ArrayList<>();
        double sum = 0;
        for (long time : nanos) {
            times.add(Duration.ofNanos(time));
            sum += time;
        }
        Percentiles percentiles = new Percentiles(times);
        return new RecallCurve.Point(
                effort,
                recall,
                sum / nanos.length / 1e3,
                percentiles.percentile(50).toNanos() / 1e3,
                percentiles.percentile(99).toNanos() / 1e3);
    }
}
