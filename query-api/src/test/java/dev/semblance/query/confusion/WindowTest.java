package dev.semblance.query.confusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    private static final Window HOUR = new Window(Duration.ofHours(1));

    @ParameterizedTest
    @CsvSource({"1m,PT1M,1m", "5m,PT5M,5m", "90m,PT1H30M,90m", "60m,PT1H,1h", "24h,PT24H,24h", "' 2h ',PT2H,2h"})
    void shouldReadItsName(String text, Duration length, String name) {
        Window window = Window.parse(text);

        assertThat(window).isEqualTo(new Window(length));
        assertThat(window.name()).isEqualTo(name);
        assertThat(Window.parse(name)).isEqualTo(window);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "0m", "-5m", "05m", "5s", "5d", "1.5h", "5m,1h", "all", "1000000m"})
    void shouldRefuseWhatIsNoName(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Window.parse(text))
                .withMessageContaining("5m or 24h")
                .withMessageEndingWith("not " + text);
    }

    @Test
    void shouldBeOfWholeMinutes() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Window(Duration.ofSeconds(90)))
                .withMessageContaining("whole minutes, not PT1M30S");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Window(Duration.ofMinutes(-1)));
    }

    /** An hour is of 60 slices of a minute. */
    @Test
    void shouldReachBackFromTheEndOfTheSliceOfAnInstant() {
        Window.Span span = HOUR.at(Instant.parse("2026-03-01T12:34:56.789Z"));

        assertThat(span)
                .isEqualTo(
                        new Window.Span(Instant.parse("2026-03-01T11:35:00Z"), Instant.parse("2026-03-01T12:35:00Z")));
        assertThat(span.holds(span.from())).isTrue();
        assertThat(span.holds(span.from().minusNanos(1))).isFalse();
        assertThat(span.holds(span.to())).isFalse();
        assertThat(span.holds(span.to().minusNanos(1))).isTrue();
        assertThat(HOUR.at(Instant.parse("2026-03-01T12:34:00Z"))).isEqualTo(span);
        assertThat(HOUR.at(Instant.parse("2026-03-01T12:35:00Z"))).isNotEqualTo(span);
    }

    @Test
    void shouldHaveSlicesThatCoverItsSpan() {
        Window.Span span = HOUR.at(Instant.parse("2026-03-01T12:34:56.789Z"));
        long[] slices = HOUR.slices(span);

        assertThat(slices).hasSize(60).isSorted().doesNotHaveDuplicates();
        assertThat(slices[0]).isEqualTo(Instant.parse("2026-03-01T11:35:00Z").toEpochMilli());
        assertThat(slices[59]).isEqualTo(Instant.parse("2026-03-01T12:34:00Z").toEpochMilli());
        assertThat(HOUR.slice(span.from())).isEqualTo(slices[0]);
        assertThat(HOUR.slice(span.to().minusNanos(1))).isEqualTo(slices[59]);
    }

    @Test
    void shouldHaveOneSliceOfAllTime() {
        assertThat(Window.ALL.name()).isEqualTo("all");
        assertThat(Window.ALL.slices(Window.ALL.at(Instant.EPOCH))).containsExactly(0);
        assertThat(Window.ALL.slice(Instant.parse("2026-03-01T12:34:56Z"))).isZero();
        assertThat(Window.ALL.at(Instant.EPOCH).holds(Instant.parse("2026-03-01T12:34:56Z")))
                .isTrue();
    }
}
