package dev.semblance.query.confusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.monitoring.DistanceHistogram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random matches and labels, early, late, repeated, corrected, unknown and broken, against a recount that keeps the
 * last match and the last label of each query in maps.
 */
class RandomEventsTest {
    private static final List<String> CLASSES = List.of("boot", "shoe", "bag", "hat");
    private static final List<Series> SERIES = List.of(
            CountingRun.OPTIMAL,
            new Series(CountingRun.VERSION, Optional.of(new CutpointName("default", "at/most"))),
            new Series(CountingRun.VERSION, Optional.empty()));
    private static final int EVENTS = 200;
    private static final int IDS = 30;

    private final Map<String, MatchDecision> matches = new HashMap<>();
    private final Map<String, String> labels = new HashMap<>();

    /** All of it lies within the time that an early label waits, so that nothing is forgotten. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldCountWhatARecountCounts(long fixedSeed, @TempDir Path state) {
        long seed = Long.getLong("test.seed", fixedSeed);
        SplittableRandom random = new SplittableRandom(seed);
        List<Instant> instants = new ArrayList<>();
        try (CountingRun run = new CountingRun(state)) {
            for (int i = 0; i < EVENTS; i++) {
                happen(run, random);
                run.pass(Duration.ofMillis(random.nextInt(8_000)));
                if (random.nextInt(40) == 0) {
                    instants.add(run.now());
                    assertSame(run, run.now(), seed);
                }
            }
            assertThat(run.now())
                    .isBefore(
                            CountingRun.START.plus(CountingRun.SETTINGS.early().multipliedBy(2)));
            instants.add(CountingRun.START);
            instants.add(run.now().plus(Duration.ofMinutes(3)));
            instants.forEach(at -> assertSame(run, at, seed));
        }
    }

    private void happen(CountingRun run, SplittableRandom random) {
        String queryId = "query-" + random.nextInt(IDS);
        String label = CLASSES.get(random.nextInt(CLASSES.size()));
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> match(run, random, queryId, label);
            case 3 -> {
                MatchDecision again = matches.get(queryId);
                if (again != null) {
                    run.match(again);
                }
            }
            case 4 -> {
                run.rawLabel(queryId, label.getBytes(StandardCharsets.UTF_8));
                labels.put(queryId, label);
            }
            case 5 -> run.rawLabel(queryId, new byte[] {(byte) 0xC3, 1, 2});
            default -> {
                run.label(queryId, label);
                labels.put(queryId, label);
            }
        }
    }

    /** A label that comes with a match is the last one where there was a match already; a waiting one stands. */
    private void match(CountingRun run, SplittableRandom random, String queryId, String label) {
        String nearest = CLASSES.get(random.nextInt(3));
        MatchDecision plain = run.decision(queryId, nearest, random.nextInt(64) / 64f);
        MatchDecision decision = new MatchDecision(
                queryId,
                plain.version(),
                1,
                1,
                SERIES.get(random.nextInt(SERIES.size())).cutpoint(),
                plain.matcher(),
                1,
                plain.match(),
                plain.threshold(),
                plain.neighbours(),
                random.nextInt(3) == 0 ? Optional.of(label) : Optional.empty(),
                run.now().minusMillis(random.nextInt(20_000)));
        run.match(decision);
        boolean waited = labels.containsKey(queryId) && !matches.containsKey(queryId);
        matches.put(queryId, decision);
        if (!waited) {
            decision.actual().ifPresent(own -> labels.put(queryId, own));
        }
    }

    private void assertSame(CountingRun run, Instant at, long seed) {
        for (Window window : CountingRun.SETTINGS.windows()) {
            for (Series series : SERIES) {
                String which = series.key() + " in " + window + " at " + at + ", -Dtest.seed=" + seed;
                WindowCounts counts = run.counts(series, window, at);
                List<MatchDecision> within = matches.values().stream()
                        .filter(match -> match.cutpoint().equals(series.cutpoint()))
                        .filter(match -> window.isAll() || isWithin(match.madeAt(), window.length(), at))
                        .toList();
                assertThat(counts.matches()).as(which).isEqualTo(within.size());
                assertThat(counts.noMatch())
                        .as(which)
                        .isEqualTo(within.stream()
                                .filter(RandomEventsTest::isRefused)
                                .count());
                assertThat(counts.matrix().counts()).as(which).isEqualTo(recount(within));
                long[] distances = new long[DistanceHistogram.BINS];
                within.forEach(match -> distances[sixtyFourths(match) * 100 / 64]++);
                assertThat(counts.distances().counts()).as(which).isEqualTo(distances);
            }
        }
    }

    /** Windows end with the 60th of their length that an instant is in. */
    private static boolean isWithin(Instant madeAt, Duration length, Instant at) {
        long slice = length.toMillis() / 60;
        long end = (at.toEpochMilli() / slice + 1) * slice;
        return madeAt.toEpochMilli() < end && madeAt.toEpochMilli() >= end - length.toMillis();
    }

    private static int sixtyFourths(MatchDecision match) {
        return Math.round(match.match().orElseThrow().distance() * 64);
    }

    private static boolean isRefused(MatchDecision match) {
        return match.match().orElseThrow().distance() > 0.5f;
    }

    private Map<Cell, Long> recount(List<MatchDecision> within) {
        Map<Cell, Long> cells = new HashMap<>();
        for (MatchDecision match : within) {
            String actual = labels.get(match.queryId());
            if (actual != null) {
                Optional<String> predicted = isRefused(match)
                        ? Optional.empty()
                        : Optional.of(match.match().orElseThrow().label());
                cells.merge(new Cell(actual, predicted), 1L, Long::sum);
            }
        }
        return cells;
    }
}
