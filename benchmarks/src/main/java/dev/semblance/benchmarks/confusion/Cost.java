package dev.semblance.benchmarks.confusion;

import dev.semblance.benchmarks.Percentiles;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What was measured, as it is printed. */
final class Cost {
    private Cost() {}

    /**
     * How much comes in.
     *
     * @param matches that the clock counts, each with a label
     * @param warmUp matches before them
     * @param eventRate matches a second by their own time, which decides over how many slices they spread
     * @param partitions of the topics
     */
    record Load(int matches, int warmUp, int eventRate, int partitions) {}

    /**
     * How fast.
     *
     * @param perSecond matches a second, a label with each
     * @param cpuMicros CPU time of the whole process for each, broker included
     */
    record Speed(double perSecond, double cpuMicros) {
        static Speed of(int matches, long nanos, long cpuNanos) {
            return new Speed(matches * 1e9 / nanos, cpuNanos / 1e3 / matches);
        }
    }

    /** A state store, of all partitions. */
    record Store(long keys, long bytes) {}

    /**
     * One round.
     *
     * @param counted through the topology
     * @param copied the same records through a topology that copies them to another topic, exactly once
     * @param read the same records read and decoded
     * @param ratio of counted by copied
     * @param cells that are not 0, of the window of all time
     * @param stores by name
     * @param topicBytes what lies on the topics at the end, by name
     * @param windowMillis what reading a window takes, by its name
     */
    record Round(
            int classes,
            int mistakes,
            Speed counted,
            Speed copied,
            Speed read,
            double ratio,
            int cells,
            Map<String, Store> stores,
            Map<String, Long> topicBytes,
            Map<String, Double> windowMillis) {
        Round {
            stores = new TreeMap<>(stores);
            topicBytes = new TreeMap<>(topicBytes);
        }
    }

    /** From when the broker had a record until it was served, in ms. */
    record Latency(String of, int ratePerSecond, int count, double p50, double p99, double largest) {
        static Latency of(String of, int rate, Percentiles times) {
            return new Latency(
                    of,
                    rate,
                    times.values().size(),
                    millis(times.percentile(50)),
                    millis(times.percentile(99)),
                    millis(times.percentile(100)));
        }

        private static double millis(Duration time) {
            return time.toNanos() / 1e6;
        }
    }
}
