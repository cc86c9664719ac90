package dev.semblance.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.OperatorException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is worked out from the commits that were seen: partition 1 is ahead of partition 0 by hand. */
class SightingTest {
    private static final Sighting FIRST = seen(1_000, Map.of(0, 10L, 1, 20L));
    private static final Sighting SECOND = seen(2_000, Map.of(0, 30L, 1, 60L));
    private static final Sighting THIRD = seen(3_500, Map.of(0, 130L, 1, 100L));
    private static final List<Sighting> ALL = List.of(FIRST, SECOND, THIRD);

    @Test
    void shouldMatchAnImageWithTheFirstCommitThatHoldsItsOffset() {
        assertThat(sent(800, 0, 9).until(ALL)).isEqualTo(Duration.ofMillis(200));
        assertThat(sent(800, 0, 10).until(ALL)).isEqualTo(Duration.ofMillis(1_200));
        assertThat(sent(800, 1, 10).until(ALL)).isEqualTo(Duration.ofMillis(200));
        assertThat(sent(800, 1, 99).until(ALL)).isEqualTo(Duration.ofMillis(2_700));
    }

    @Test
    void shouldNotTakeAnImageThatNoCommitHoldsForFound() {
        assertThatIllegalStateException().isThrownBy(() -> sent(800, 1, 100).until(ALL));
        assertThatIllegalStateException().isThrownBy(() -> sent(800, 2, 0).until(ALL));
    }

    @Test
    void shouldFindTheFirstCommitWithSoManyRecords() {
        assertThat(Sighting.firstWith(30, ALL)).isEqualTo(FIRST);
        assertThat(Sighting.firstWith(31, ALL)).isEqualTo(SECOND);
        assertThatIllegalStateException().isThrownBy(() -> Sighting.firstWith(231, ALL));
    }

    /** From 30 records at 1 s to 230 at 3.5 s: 200 in 2.5 s, which is 80 a second. */
    @Test
    void shouldCountOnlyWhatCameBetweenTheTwoCommits() {
        Backlog.Span span = Backlog.Span.between(FIRST, THIRD);

        assertThat(span.images()).isEqualTo(200);
        assertThat(span.imagesPerSecond()).isCloseTo(80, within(1e-9));
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> Backlog.Span.between(THIRD, THIRD))
                .withMessageContaining("--images");
    }

    private static Sighting seen(long millis, Map<Integer, Long> nextOffsets) {
        return new Sighting(Duration.ofMillis(millis).toNanos(), 0, nextOffsets);
    }

    private static SteadyStream.Sent sent(long millis, int partition, long offset) {
        return new SteadyStream.Sent(Duration.ofMillis(millis).toNanos(), partition, offset);
    }
}
