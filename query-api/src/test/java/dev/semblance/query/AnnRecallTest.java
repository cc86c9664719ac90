package dev.semblance.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.SearchMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnRecallTest {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final RecallRequest REQUEST = new RecallRequest(10, 2, new SearchMode.Approximate(10), 1);

    private final Admission admission = new Admission(2 * CORES, 1 << 20);
    private final RecentQueries recent = new RecentQueries();
    private final AnnRecall annRecall = new AnnRecall(admission, recent);

    @TempDir
    private Path folder;

    private LoadedModel model;
    private LiveView view;

    @BeforeEach
    void open() throws IOException {
        model = LiveParts.model();
        view = new LiveView(
                model,
                new LiveParts(folder)
                        .snapshot(
                                9,
                                model.embedder(),
                                Map.of(
                                        "low", LiveParts.whiteFrom(7),
                                        "half", LiveParts.whiteFrom(4),
                                        "white", LiveParts.whiteFrom(0))));
    }

    @AfterEach
    void close() {
        view.close();
        admission.close();
    }

    @Test
    void shouldMeasureWithNothingButRecentQueriesAside() {
        assertThat(annRecall.measureAside(view, REQUEST))
                .as("nobody asked anything")
                .isEmpty();
        assertThat(annRecall.measure(view, REQUEST).source()).isEqualTo(AnnRecall.Source.INDEX);

        recent.add(LiveParts.VERSION, List.of(model.embedder().embed(LiveParts.whiteFrom(2))));

        AnnRecall.Result result = annRecall.measureAside(view, REQUEST).orElseThrow();
        assertThat(result.queries()).isEqualTo(1);
        assertThat(result.source()).isEqualTo(AnnRecall.Source.RECENT_QUERIES);
        assertThat(result.recall()).as("three images are scanned").isEqualTo(1);
    }

    @Test
    void shouldLeaveTheMeasurementOutWhereOthersWait() throws Exception {
        recent.add(LiveParts.VERSION, List.of(Embedding.of(1, 0, 0, 0, 0, 0, 0, 0)));
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch working = new CountDownLatch(CORES + 1);
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i <= CORES; i++) {
                others.execute(() -> admission.inPlace(() -> {
                    working.countDown();
                    return await(done);
                }));
            }
            try {
                working.await();
                assertThatExceptionOfType(ProblemException.class)
                        .isThrownBy(() -> annRecall.measureAside(view, REQUEST))
                        .satisfies(busy -> assertThat(busy.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
                assertThat(annRecall.measure(view, REQUEST).queries())
                        .as("somebody asks for it")
                        .isEqualTo(1);
            } finally {
                done.countDown();
            }
        }

        assertThat(annRecall.measureAside(view, REQUEST)).isPresent();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
