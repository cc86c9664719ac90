package dev.semblance.benchmarks.query;

import dev.semblance.benchmarks.Percentiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What a client has seen.
 *
 * @param perSecond answers a second
 * @param clientCpuMicros CPU time of the client's process for each answer
 * @param p50Micros from when a request was due to its answer; at full load it is due when the one before was answered
 * @param tail p99 by p50
 * @param tails the same in each second of the load, in ascending order: the machine's own bad moments are in the last
 *     ones
 * @param lateP50Micros how much later than due requests were sent, as their connection was busy or the client slept on
 */
record LoadReport(
        int answers,
        double perSecond,
        double clientCpuMicros,
        double p50Micros,
        double p99Micros,
        double largestMicros,
        double tail,
        List<Double> tails,
        double lateP50Micros,
        double lateP99Micros) {
    private static final long WINDOW = Duration.ofSeconds(1).toNanos();

    /**
     * One answer; times in ns.
     *
     * @param due when it was due, from the start of the load on
     * @param late from then until it was sent
     * @param took from then until it was answered
     */
    record Answer(long due, long late, long took) {}

    static LoadReport of(List<Answer> answers, Duration took, long cpuNanos) {
        Percentiles times = percentiles(answers, Answer::took);
        Percentiles lateness = percentiles(answers, Answer::late);
        Map<Long, List<Answer>> windows = answers.stream().collect(Collectors.groupingBy(a -> a.due() / WINDOW));
        return new LoadReport(
                answers.size(),
                answers.size() * 1e9 / took.toNanos(),
                cpuNanos / 1e3 / answers.size(),
                micros(times, 50),
                micros(times, 99),
                micros(times, 100),
                tail(times),
                windows.values().stream()
                        .map(window -> tail(percentiles(window, Answer::took)))
                        .sorted()
                        .toList(),
                micros(lateness, 50),
                micros(lateness, 99));
    }

    /** The middle one of the {@link #tails}. */
    double usualTail() {
        return tails.get(tails.size() / 2);
    }

    private static Percentiles percentiles(List<Answer> answers, ToLongFunction<Answer> nanos) {
        return new Percentiles(answers.stream()
                .map(answer -> Duration.ofNanos(nanos.applyAsLong(answer)))
                .toList());
    }

    private static double tail(Percentiles times) {
        return micros(times, 99) / micros(times, 50);
    }

    private static double micros(Percentiles percentiles, int percent) {
        return percentiles.percentile(percent).toNanos() / 1e3;
    }
}
