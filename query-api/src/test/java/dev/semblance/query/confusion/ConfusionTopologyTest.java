package dev.semblance.query.confusion;

import static dev.semblance.query.confusion.CountingRun.FIVE_MINUTES;
import static dev.semblance.query.confusion.CountingRun.HOUR;
import static dev.semblance.query.confusion.CountingRun.OPTIMAL;
import static dev.semblance.query.confusion.CountingRun.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.model.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfusionTopologyTest {
    private static final Cell RIGHT = new Cell("boot", Optional.of("boot"));
    private static final Cell WRONG = new Cell("shoe", Optional.of("boot"));
    private static final Cell MISSED = new Cell("boot", Optional.empty());

    private CountingRun run;

    @BeforeEach
    void start(@TempDir Path state) {
        run = new CountingRun(state);
    }

    @AfterEach
    void stop() {
        run.close();
    }

    @Test
    void shouldCountMatchesWithAndWithoutALabel() {
        run.match("a", "boot", 0.1f);
        run.match("b", "boot", 0.9f); // beyond the threshold: no match
        run.match("c", "boot", 0.2f);
        run.label("a", "boot");
        run.label("b", "boot");

        for (Window window : List.of(FIVE_MINUTES, HOUR, Window.ALL)) {
            WindowCounts counts = run.counts(window);
            assertThat(counts.matches()).isEqualTo(3);
            assertThat(counts.noMatch()).isEqualTo(1);
            assertThat(counts.matrix().counts()).isEqualTo(Map.of(RIGHT, 1L, MISSED, 1L));
            assertThat(counts.distances().total()).isEqualTo(3);
        }
    }

    @Test
    void shouldCountTheLabelThatCameWithTheRequest() {
        run.match(run.decision("a", "boot", 0.1f).withActual("shoe"));

        assertThat(matrix()).isEqualTo(Map.of(WRONG, 1L));
    }

    @Test
    void shouldJoinALabelThatCameBeforeItsMatch() {
        run.label("a", "shoe");
        run.pass(Duration.ofMinutes(29));
        run.match(run.decision("a", "boot", 0.1f).withActual("boot"));

        assertThat(matrix()).as("what was confirmed is newer than the request").isEqualTo(Map.of(WRONG, 1L));
        run.pass(Duration.ofHours(1));
        assertThat(run.tally(Tally.UNMATCHED)).isZero();
    }

    @Test
    void shouldTakeTheLastOfSeveralLabels() {
        run.match("a", "boot", 0.1f);
        run.label("a", "boot");
        run.label("a", "boot");
        assertThat(matrix()).isEqualTo(Map.of(RIGHT, 1L));

        run.label("a", "shoe");
        assertThat(matrix()).isEqualTo(Map.of(WRONG, 1L));
        assertThat(run.counts(Window.ALL).matches()).isEqualTo(1);
        assertThat(run.tally(Tally.LABELS)).isEqualTo(3);
        assertThat(run.tally(Tally.CORRECTED)).isEqualTo(1);
    }

    @Test
    void shouldTakeTheLastOfSeveralEarlyLabels() {
        run.label("a", "boot");
        run.pass(Duration.ofMinutes(20));
        run.label("a", "shoe");
        run.pass(Duration.ofMinutes(20));
        run.match("a", "boot", 0.1f);

        assertThat(matrix()).isEqualTo(Map.of(WRONG, 1L));
    }

    @Test
    void shouldCorrectAPastWindow() {
        run.match("a", "boot", 0.1f);
        run.label("a", "boot");
        Instant then = run.now();
        run.pass(Duration.ofHours(5));
        run.match("later", "boot", 0.1f);
        run.label("a", "shoe");

        assertThat(run.counts(OPTIMAL, FIVE_MINUTES, then).matrix().counts()).isEqualTo(Map.of(WRONG, 1L));
        assertThat(run.counts(HOUR).matrix().counts()).isEmpty();
        assertThat(matrix()).isEqualTo(Map.of(WRONG, 1L));
    }

    @Test
    void shouldCountByTheTimeOfTheMatchAndNotOfTheLabel() {
        run.match("a", "boot", 0.1f);
        run.pass(Duration.ofMinutes(30));
        run.label("a", "boot");

        assertThat(run.counts(FIVE_MINUTES).matrix().counts()).isEmpty();
        assertThat(run.counts(HOUR).matrix().counts()).isEqualTo(Map.of(RIGHT, 1L));
    }

    /** START is where a slice of the 5 minutes begins, each of which is of 5 s. */
    @Test
    void shouldRollWindowsASliceAtATime() {
        run.match("a", "boot", 0.1f);
        Instant start = CountingRun.START;

        assertThat(run.counts(OPTIMAL, FIVE_MINUTES, start.plusSeconds(299)).matches())
                .isEqualTo(1);
        assertThat(run.counts(OPTIMAL, FIVE_MINUTES, start.plusSeconds(300)).matches())
                .isZero();
        assertThat(run.counts(OPTIMAL, FIVE_MINUTES, start.minusMillis(1)).matches())
                .isZero();
        assertThat(run.counts(OPTIMAL, FIVE_MINUTES, start.plusSeconds(2)).span())
                .isEqualTo(new Window.Span(start.minusSeconds(295), start.plusSeconds(5)));
    }

    @Test
    void shouldCountAndDropLabelsThatNobodyHasAskedFor() {
        run.label("nobody", "boot");
        run.pass(Duration.ofMinutes(29));
        assertThat(run.tally(Tally.UNMATCHED)).isZero();

        run.pass(Duration.ofMinutes(2));
        assertThat(run.tally(Tally.UNMATCHED)).isEqualTo(1);
        assertThat(run.<String, byte[]>store(Judging.WAITING).all().hasNext()).isFalse();
        run.match("nobody", "boot", 0.1f);
        assertThat(matrix()).isEmpty();
    }

    @Test
    void shouldForgetMatchesThatAreTooOldForALabel() {
        run.match("a", "boot", 0.1f);
        run.pass(Duration.ofHours(6).plusMinutes(1));
        run.match("b", "boot", 0.1f);
        run.pass(Duration.ofSeconds(10));

        assertThat(run.<String, byte[]>store(Judging.MATCHES).get("a")).isNull();
        assertThat(run.<String, byte[]>store(Judging.MATCHES).get("b")).isNotNull();
        run.label("a", "boot");
        run.pass(Duration.ofHours(1));
        assertThat(matrix()).isEmpty();
        assertThat(run.tally(Tally.UNMATCHED)).isEqualTo(1);
        assertThat(run.counts(Window.ALL).matches()).isEqualTo(2);
    }

    @Test
    void shouldDropSlicesThatAreTooOld() {
        run.match("a", "boot", 0.1f);
        Instant then = run.now();
        run.pass(Duration.ofHours(6).plusMinutes(6));
        run.match("b", "boot", 0.1f);
        run.pass(Duration.ofMinutes(1));

        assertThat(run.counts(OPTIMAL, FIVE_MINUTES, then).matches()).isZero();
        assertThat(run.counts(OPTIMAL, HOUR, then).matches()).isEqualTo(1);
        assertThat(run.counts(Window.ALL).matches()).isEqualTo(2);
    }

    @Test
    void shouldHoldNoCountThatHasBecomeZero() {
        run.match("a", "boot", 0.1f);
        long before = run.countStore().approximateNumEntries();
        run.label("a", "boot");
        run.label("a", "shoe");
        run.label("a", "boot");

        long cells = 3; // one for each window
        assertThat(run.countStore().approximateNumEntries()).isEqualTo(before + cells);
    }

    @Test
    void shouldTakeTheSecondMatchOfAQueryInPlaceOfTheFirst() {
        MatchDecision first = run.decision("a", "boot", 0.1f);
        run.match(first);
        run.label("a", "shoe");
        run.match(first);
        assertThat(matrix()).as("the same event once more").isEqualTo(Map.of(WRONG, 1L));

        run.pass(Duration.ofSeconds(1));
        run.match("a", "shoe", 0.2f);
        assertThat(matrix()).isEqualTo(Map.of(new Cell("shoe", Optional.of("shoe")), 1L));
        assertThat(run.counts(Window.ALL).matches()).isEqualTo(1);
        assertThat(run.counts(Window.ALL).distances().counts()[20]).isEqualTo(1);
    }

    /** As where a request asks twice under one id. */
    @Test
    void shouldTakeTheSecondOfTwoMatchesOfOneTime() {
        run.match("a", "boot", 0.1f);
        run.match("a", "shoe", 0.2f);
        run.label("a", "shoe");

        assertThat(matrix()).isEqualTo(Map.of(new Cell("shoe", Optional.of("shoe")), 1L));
        assertThat(run.counts(Window.ALL).matches()).isEqualTo(1);
    }

    /** The stream thread counts on between two reads of one answer. */
    @Test
    void shouldNotShowMoreWithoutAMatchThanThereAre() {
        Bytes prefix = CountKey.prefix(Window.ALL, 0, OPTIMAL);
        run.countStore().put(new CountKey.Matches().under(prefix), 1L);
        run.countStore().put(new CountKey.NoMatch().under(prefix), 2L);

        assertThat(run.counts(Window.ALL).matches()).isEqualTo(1);
        assertThat(run.counts(Window.ALL).noMatch()).isEqualTo(1);
    }

    /** After a pause of days all would go at once, which need not fit into memory. */
    @Test
    void shouldForgetABoundedNumberAtATime() {
        KeyValueStore<Bytes, byte[]> ends = run.store(Judging.ENDS);
        for (int i = 0; i < Judging.CLEARED_AT_ONCE + 5; i++) {
            ends.put(Judging.end(Judging.Kind.MATCH, CountingRun.START.toEpochMilli(), "q" + i), new byte[0]);
        }
        run.pass(Duration.ofHours(7));
        run.match("new", "boot", 0.1f);
        run.pass(Duration.ofSeconds(5));
        assertThat(size(ends)).isEqualTo(5 + 1);

        run.pass(Duration.ofSeconds(5));
        assertThat(size(ends)).isEqualTo(1);
    }

    private static int size(KeyValueStore<Bytes, byte[]> store) {
        AtomicInteger size = new AtomicInteger();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(each -> size.incrementAndGet());
        }
        return size.get();
    }

    @Test
    void shouldCountVersionsAndCutpointsApart() {
        MatchDecision decision = run.decision("a", "boot", 0.1f).withActual("boot");
        run.match(decision);
        run.match(with("b", decision, new ModelVersion("fashion", "2"), OPTIMAL.cutpoint()));
        Optional<CutpointName> strict = Optional.of(new CutpointName("default", "at/most 1 %"));
        run.match(with("c", decision, VERSION, strict));
        run.match(with("d", decision, VERSION, Optional.empty()));

        List<Series> all = List.of(
                OPTIMAL,
                new Series(new ModelVersion("fashion", "2"), OPTIMAL.cutpoint()),
                new Series(VERSION, strict),
                new Series(VERSION, Optional.empty()));
        for (Series series : all) {
            assertThat(run.counts(series, HOUR, run.now()).matches()).isEqualTo(1);
        }
        assertThat(CountReader.series(run.countStore())).containsExactlyInAnyOrderElementsOf(all);
    }

    private static MatchDecision with(
            String queryId, MatchDecision decision, ModelVersion version, Optional<CutpointName> cutpoint) {
        return new MatchDecision(
                queryId,
                version,
                decision.generation(),
                decision.checkpointId(),
                cutpoint,
                decision.matcher(),
                decision.k(),
                decision.match(),
                decision.threshold(),
                decision.neighbours(),
                decision.actual(),
                decision.madeAt());
    }

    /** An unknown class is a row of its own, and no match a column. */
    @Test
    void shouldShowClassesThatTheIndexDoesNotHave() {
        run.match("a", "boot", 0.1f);
        run.match("b", "boot", 0.9f);
        run.label("a", "hat");
        run.label("b", "hat");

        assertThat(matrix())
                .isEqualTo(Map.of(new Cell("hat", Optional.of("boot")), 1L, new Cell("hat", Optional.empty()), 1L));
    }

    @Test
    void shouldKeepTheNewestExamplesOfEachPair() {
        for (int i = 0; i < 5; i++) {
            run.match("q" + i, "boot", 0.1f);
            run.label("q" + i, "shoe");
            run.pass(Duration.ofSeconds(1));
        }
        run.label("q4", "boot");

        assertThat(CountReader.examples(run.exampleStore(), OPTIMAL, WRONG))
                .extracting(MatchDecision::queryId)
                .containsExactly("q3", "q2"); // of three, one has gone to the other pair
        assertThat(CountReader.examples(run.exampleStore(), OPTIMAL, RIGHT))
                .extracting(MatchDecision::queryId)
                .containsExactly("q4");
    }

    @Test
    void shouldTakeABareLabel() {
        run.match("a", "boot", 0.1f);
        run.rawLabel("a", "shoe\n".getBytes(StandardCharsets.UTF_8));

        assertThat(matrix()).isEqualTo(Map.of(WRONG, 1L));
    }

    private Map<Cell, Long> matrix() {
        return run.counts(Window.ALL).matrix().counts();
    }
}
