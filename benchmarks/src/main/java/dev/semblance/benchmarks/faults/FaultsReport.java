package dev.semblance.benchmarks.faults;

import dev.semblance.standalone.verify.Difference;
import dev.semblance.standalone.verify.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run prints as JSON. Nothing lost, duplicated, retracted or gone back is what has to be.
 *
 * @param benchmark its name
 * @param parameters what was asked for
 * @param seconds from the first event to the end of the verification
 * @param sent events by kind
 * @param acknowledged events that the broker has acknowledged
 * @param refused events that the producer has given up
 * @param faults kills by kind of process
 * @param endedByThemselves processes that had ended though nobody had killed them, and were started again
 * @param lost records that are not on the topic, in the index or among the dead letters as they should be
 * @param duplicated records, documents or dead letters that are there more than once or should not be there
 * @param commitsRetracted announced commits that were repeated or taken back
 * @param answersThatWentBack answers of a query node from an earlier commit than its answer before
 * @param differences that the verifier has found, of all kinds
 * @param unavailability longest times without an answer
 * @param recoverySeconds from a kill to the first answers of both nodes that hold a record from after the restart
 * @param verification what the verifier has found
 */
record FaultsReport(
        String benchmark,
        Parameters parameters,
        double seconds,
        Map<Event.Kind, Long> sent,
        long acknowledged,
        long refused,
        Map<Kind, Integer> faults,
        int endedByThemselves,
        long lost,
        long duplicated,
        long commitsRetracted,
        long answersThatWentBack,
        long differences,
        Unavailability unavailability,
        Map<Kind, Recoveries> recoverySeconds,
        Verification verification) {
    /** What was asked for. */
    record Parameters(
            long seed, int kills, int rate, long checkpointIntervalMillis, Deployment.Indexer indexer, int cores) {}

    /**
     * Longest times without an answer, in seconds.
     *
     * @param anyNode neither node answered
     * @param node by name
     */
    record Unavailability(double anyNode, Map<String, Double> node) {
        Unavailability {
            node = Map.copyOf(node);
        }
    }

    /** Recoveries of one kind of fault, in seconds. */
    record Recoveries(int count, double median, double longest) {
        static Recoveries of(List<Duration> times) {
            List<Duration> sorted = times.stream().sorted().toList();
            return new Recoveries(
                    sorted.size(), seconds(sorted.get((sorted.size() - 1) / 2)), seconds(sorted.getLast()));
        }
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    static Map<Kind, Recoveries> recoveries(Map<Kind, List<Duration>> times) {
        Map<Kind, Recoveries> recoveries = new TreeMap<>();
        times.forEach((kind, durations) -> recoveries.put(kind, Recoveries.of(durations)));
        return recoveries;
    }

    static long count(Verification verification, Difference.Kind... kinds) {
        return Arrays.stream(kinds)
                .mapToLong(kind -> verification.differences().getOrDefault(kind, 0L))
                .sum();
    }

    /** What is not as it has to be, for people; empty where all is well. */
    List<String> violations() {
        List<String> violations = new ArrayList<>();
        add(violations, lost, "records lost");
        add(violations, duplicated, "records duplicated");
        add(violations, commitsRetracted, "commits retracted");
        add(violations, answersThatWentBack, "answers that went back");
        add(violations, differences, "differences between index and topic");
        return violations;
    }

    private static void add(List<String> violations, long count, String what) {
        if (count > 0) {
            violations.add(count + " " + what);
        }
    }
}
