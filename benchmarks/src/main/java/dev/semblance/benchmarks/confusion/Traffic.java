package dev.semblance.benchmarks.confusion;

import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.matching.MatchDecision.MatchedNeighbour;
import dev.semblance.core.matching.Matcher;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.query.confusion.Series;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Matches and their labels, seeded. Mistakes take a class for one of three that are like it; where all are mistakes,
 * each pair of classes is as likely as the other, which makes the most cells. One query of twenty finds no match.
 */
final class Traffic {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");
    private static final Series SERIES = new Series(VERSION, Optional.of(new CutpointName("default", "optimal")));

    private static final int K = 10;
    private static final int ALIKE = 3;
    private static final float THRESHOLD = 0.5f;

    private final SplittableRandom random = new SplittableRandom(1);
    private final int classes;
    private final int mistakes;

    Traffic(int classes, int mistakes) {
        this.classes = classes;
        this.mistakes = mistakes;
    }

    int classes() {
        return classes;
    }

    int mistakes() {
        return mistakes;
    }

    /** Of all matches. */
    static Series series() {
        return SERIES;
    }

    /** A match, and the class that its query really has. */
    record Judged(MatchDecision match, String actual) {
        ConfirmedLabel label() {
            return new ConfirmedLabel(match.queryId(), actual, Optional.of("bench"), match.madeAt());
        }
    }

    Judged next(Instant at) {
        int actual = random.nextInt(classes);
        boolean refused = random.nextInt(20) == 0;
        float distance = refused ? 0.6f : (float) (random.nextDouble() * THRESHOLD);
        return of("class-" + actual, "class-" + takenFor(actual), distance, at);
    }

    private int takenFor(int actual) {
        if (mistakes == 100) {
            return random.nextInt(classes);
        }
        return random.nextInt(100) < mistakes ? (actual + 1 + random.nextInt(ALIKE)) % classes : actual;
    }

    Judged of(String actual, String nearest, float distance, Instant at) {
        List<MatchedNeighbour> neighbours = new ArrayList<>();
        for (int i = 0; i < K; i++) {
            neighbours.add(new MatchedNeighbour("image-" + random.nextInt(1_000_000), nearest, distance + 0.01f * i));
        }
        return new Judged(
                new MatchDecision(
                        new UUID(random.nextLong(), random.nextLong()).toString(),
                        VERSION,
                        1,
                        1,
                        SERIES.cutpoint(),
                        Matcher.NEAREST,
                        K,
                        Optional.of(new Match(nearest, distance)),
                        Optional.of(THRESHOLD),
                        neighbours,
                        Optional.empty(),
                        at.truncatedTo(ChronoUnit.MICROS)),
                actual);
    }
}
