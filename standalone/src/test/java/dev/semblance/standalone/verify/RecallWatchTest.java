package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.query.QueryServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recall of the approximate search is known though nobody asks for it. */
class RecallWatchTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String RECALL = "semblance_ann_recall ";

    @Test
    void shouldMeasureWithQueriesThatWereAsked(@TempDir Path folder) throws Exception {
        try (Asking asking = new Asking();
                LiveService service = LiveService.start(folder);
                QueryServer watched = service.serve(LiveService.LABELLED, Map.of("serve.recall-every", "50ms"));
                QueryServer other = service.serve(LiveService.LABELLED, Map.of("serve.recall-every", "0s"))) {
            for (QueryServer node : new QueryServer[] {watched, other}) {
                await().atMost(SOON).until(() -> asking.get(node, "/readyz").statusCode() == 200);
            }
            assertThat(asking.get(watched, "/metrics").body())
                    .as("nobody asked anything yet")
                    .contains(RECALL + "NaN");

            for (QueryServer node : new QueryServer[] {watched, other}) {
                assertThat(asking.get(node, "/v1/images/boot-1/neighbours").statusCode())
                        .isEqualTo(200);
            }

            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(asking.get(watched, "/metrics").body())
                                    .as("so few images are scanned, and none is missed")
                                    .contains(RECALL + "1.0"));
            assertThat(asking.get(other, "/metrics").body()).contains(RECALL + "NaN");
        }
    }
}
