package dev.semblance.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    /** 80 a second against 150 before and 250 after, 200 in the mean: 0.4. */
    @Test
    void shouldCompareARoundWithTheMeanOfBeforeAndAfter() {
        Report.Round round =
                Report.Round.of(150, new Backlog.Span(200, Duration.ofMillis(2_500)), 250, Duration.ofMillis(1_230));

        assertThat(round).isEqualTo(new Report.Round(150, 80, 250, 0.4, 200, 2.5, 1.2));
    }

    @Test
    void shouldLeaveColdRoundsOutOfTheMeans() {
        Report.Round cold = new Report.Round(90, 10, 110, 0.1, 200, 20, 9);
        Report.Round first = new Report.Round(90, 60, 110, 0.6, 200, 3.3, 1);
        Report.Round second = new Report.Round(110, 96, 130, 0.8, 200, 2.1, 0);

        assertThat(Report.Throughput.of(List.of(cold), List.of(first, second)))
                .isEqualTo(new Report.Throughput(110, 78, 0.7, List.of(first, second), List.of(cold)));
    }
}
