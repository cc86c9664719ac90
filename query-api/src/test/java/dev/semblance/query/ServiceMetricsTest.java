package dev.semblance.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.index.IndexSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceMetricsTest {
    private final ServiceMetrics metrics = new ServiceMetrics();

    @TempDir
    private Path folder;

    @Test
    void shouldTellWhatIsServedAndHowFarBehindItIs() throws IOException {
        IndexSnapshot snapshot = snapshot();

        metrics.opened(snapshot);
        assertThat(metrics.scrape()).contains("semblance_index_lag_seconds 0.0");
        metrics.topicEnds(Map.of(0, 19L));
        metrics.refusedCommit();
        metrics.passedOver();

        assertThat(metrics.scrape().lines())
                .contains(
                        "semblance_index_documents 2.0",
                        "semblance_index_segments 1.0",
                        "semblance_index_checkpoint 3.0",
                        "semblance_index_lag_records 17.0",
                        "semblance_index_opened_total 1.0",
                        "semblance_index_refused_total 1.0",
                        "semblance_index_stale_total 1.0")
                .noneMatch("semblance_index_lag_seconds 0.0"::equals);
        snapshot.release();
    }

    @Test
    void shouldMeasureEachNewCommitAgainstWhatTheTopicHadLast() throws IOException {
        IndexSnapshot older = snapshot();
        LiveParts parts = new LiveParts(folder.resolve("newer"));
        LoadedModel model = LiveParts.model();
        model.retain();
        IndexSnapshot newer = parts.snapshot(
                4,
                model.embedder(),
                Map.of("one", LiveParts.whiteFrom(1), "two", LiveParts.whiteFrom(2), "three", LiveParts.whiteFrom(3)));

        metrics.opened(older);
        metrics.topicEnds(Map.of(0, 19L));
        metrics.opened(newer);

        assertThat(metrics.scrape()).contains("semblance_index_lag_records 16.0");
        older.release();
        newer.release();
        model.release();
    }

    @Test
    void shouldCountLookupsByStepAndRefusalsByKind() {
        Duration second = Duration.ofSeconds(1);

        metrics.answered(new Lookup.Times(second, second.multipliedBy(2), second.multipliedBy(3)));
        metrics.refusedRequest(ProblemType.TOO_LARGE);

        assertThat(metrics.scrape().lines())
                .contains(
                        "semblance_lookup_seconds_count{step=\"decoding\"} 1",
                        "semblance_lookup_seconds_sum{step=\"embedding\"} 2.0",
                        "semblance_lookup_seconds_sum{step=\"search\"} 3.0",
                        "semblance_requests_refused_total{reason=\"too_large\"} 1.0");
    }

    /** A counter that appears with its first event shows no increase by it. */
    @Test
    void shouldShowEveryOutcomeAndRefusalBeforeTheFirst() {
        assertThat(metrics.scrape().lines())
                .contains(
                        "semblance_match_total{outcome=\"accepted\"} 0.0",
                        "semblance_match_total{outcome=\"refused\"} 0.0",
                        "semblance_match_total{outcome=\"nothing_found\"} 0.0",
                        "semblance_requests_refused_total{reason=\"bad_request\"} 0.0",
                        "semblance_requests_refused_total{reason=\"events_unavailable\"} 0.0");
    }

    private IndexSnapshot snapshot() throws IOException {
        LoadedModel model = LiveParts.model();
        model.retain();
        try {
            return new LiveParts(folder)
                    .snapshot(
                            3, model.embedder(), Map.of("one", LiveParts.whiteFrom(1), "two", LiveParts.whiteFrom(5)));
        } finally {
            model.release();
        }
    }
}
