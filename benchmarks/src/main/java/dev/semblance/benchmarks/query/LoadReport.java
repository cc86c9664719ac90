package dev.semblance.benchmarks.query;

import dev.semblance.benchmarks.Percentiles;
import java.time.Duration;
import java.util.List;

/**
 * What a client has seen.
 *
 * @param perSecond answers a second
 * @param clientCpuMicros CPU time of the client's process for each answer
 * @param p50Micros from when a request was due to its answer; at full load it is due when the one before was answered
 * @param lateP50Micros how much later than due requests were sent, as their connection was busy or the client slept on
 */
record LoadReport(
        int answers,
        double perSecond,
        double clientCpuMicros,
        double p50Micros,
        double p99Micros,
        double largestMicros,
        double lateP50Micros,
        double lateP99Micros) {
    static LoadReport of(List<Duration> times, List<Duration> late, Duration took, long cpuNanos) {
        Percentiles percentiles = new Percentiles(times);
        Percentiles lateness = new Percentiles(late);
        return new LoadReport(
                times.size(),
                times.size() * 1e9 / took.toNanos(),
                cpuNanos / 1e3 / times.size(),
                micros(percentiles, 50),
                micros(percentiles, 99),
                micros(percentiles, 100),
                micros(lateness, 50),
                micros(lateness, 99));
    }

    private static double micros(Percentiles percentiles, int percent) {
        return percentiles.percentile(percent).toNanos() / 1e3;
    }
}
