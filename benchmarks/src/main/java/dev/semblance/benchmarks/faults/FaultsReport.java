package dev.semblance.benchmarks.faults;

import dev.semblance.standalone.verify.Difference;
import dev.semblance.standalone.verify.Verification;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run prints as JSON.
 *
 * @param benchmark its name
 * @param parameters what was asked for
 * @param seconds from the first event to the end of the verification
 * @param events what was sent
 * @param faults faults by kind of process
 * @param manners kills and freezes
 * @param endedByThemselves processes that had ended though nobody had killed them, and were started again
 * @param violations what must not be
 * @param unavailability longest times without an answer
 * @param recoverySeconds from a kill to the first answers of both nodes that hold a record from after the restart, of
 *     the kills that were followed by a wait for it
 * @param verification what the verifier has found
 */
record FaultsReport(
        String benchmark,
        Parameters parameters,
        double seconds,
        Events events,
        Map<Kind, Integer> faults,
        Map<Fault.Manner, Integer> manners,
        int endedByThemselves,
        Violations violations,
        Unavailability unavailability,
        Map<Kind, Recoveries> recoverySeconds,
        Verification verification) {
    /** What was asked for. */
    record Parameters(
            long seed, int kills, int rate, long checkpointIntervalMillis, Deployment.Indexer indexer, int cores) {}

    /**
     * Events.
     *
     * @param sent by kind
     * @param acknowledged by the broker
     * @param givenUp by the producer; they may be on the topic or not
     */
    record Events(Map<Event.Kind, Long> sent, long acknowledged, long givenUp) {
        /** Of a load that has stopped. */
        static Events of(Load load) {
            return new Events(load.sent(), load.acknowledged().size(), load.givenUp());
        }
    }

    /**
     * What must not be: all are 0 where all is well.
     *
     * @param lost records that are not on the topic, in the index or among the dead letters as they should be
     * @param duplicated records, documents or dead letters that are there more than once or should not be there
     * @param commitsRetracted announced commits that were repeated or taken back
     * @param answersThatWentBack answers of a query node from an earlier commit than its answer before
     * @param differences of all kinds that the verifier has found
     */
    record Violations(long lost, long duplicated, long commitsRetracted, long answersThatWentBack, long differences) {
        static final Violations NONE = new Violations(0, 0, 0, 0, 0);

        static Violations of(TopicCheck topic, Verification verification, long answersThatWentBack) {
            return new Violations(
                    topic.lost() + count(verification, Difference.Kind.MISSING, Difference.Kind.DEAD_LETTER_LOST),
                    topic.duplicated()
                            + count(
                                    verification,
                                    Difference.Kind.EXTRA,
                                    Difference.Kind.DOUBLED,
                                    Difference.Kind.DEAD_LETTER_REPEATED),
                    count(verification, Difference.Kind.COMMIT_REPEATED, Difference.Kind.COMMIT_RETRACTED),
                    answersThatWentBack,
                    verification.differenceCount());
        }

        private static long count(Verification verification, Difference.Kind... kinds) {
            return Arrays.stream(kinds)
                    .mapToLong(kind -> verification.differences().getOrDefault(kind, 0L))
                    .sum();
        }
    }

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

    /** Recoveries from one kind of fault, in seconds. */
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
}
