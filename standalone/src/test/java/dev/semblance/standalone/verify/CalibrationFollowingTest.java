package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.core.calibration.Calibration;
import dev.semblance.core.calibration.CalibrationSample;
import dev.semblance.core.calibration.ClassThresholds;
import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.index.CommitPosition;
import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Matcher;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.KafkaClients;
import dev.semblance.query.QueryServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All nodes go by the calibrations of the topic, in its order, whoever made them and whenever a node has come. */
class CalibrationFollowingTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String MATCH = "{\"queries\":[{\"id\":\"boot-1\"}]}";
    /** Take longer to read than an index of some hundred images takes to open. */
    private static final int EARLIER = 60_000;

    private final Asking asking;

    CalibrationFollowingTest() throws IOException {
        asking = new Asking();
    }

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void shouldNotTakeAVersionForUncalibratedBeforeTheTopicIsRead(@TempDir Path folder) throws Exception {
        try (LiveService service = LiveService.start(folder)) {
            publish(service, EARLIER);
            try (QueryServer node = service.serve(LiveService.LABELLED, Map.of())) {
                HttpResponse<String> first = await().atMost(SOON)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> asking.post(node, "/v1/match", MATCH), answer -> answer.statusCode() != 503);

                assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
                assertThat(asking.get(node, "/readyz").statusCode()).isEqualTo(200);
            }
        }
    }

    /** Two nodes make calibrations of one name at the same time: the later on the topic holds on both. */
    @Test
    void shouldHoldTheSameCalibrationOnEachNode(@TempDir Path folder) throws Exception {
        try (LiveService service = LiveService.start(folder);
                QueryServer one = service.serve(LiveService.LABELLED, Map.of());
                QueryServer other = service.serve(LiveService.LABELLED, Map.of())) {
            for (QueryServer node : List.of(one, other)) {
                await().atMost(SOON).until(() -> asking.get(node, "/readyz").statusCode() == 200);
            }
            for (int round = 0; round < 40; round++) {
                String name = "round-" + round;
                List<CompletableFuture<HttpResponse<String>>> made = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    made.add(asking.sendAsync(
                            i % 2 == 0 ? one : other,
                            "/v1/calibrations",
                            Asking.JSON,
                            named(name, i).getBytes(StandardCharsets.UTF_8)));
                }
                made.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(201));
                await().atMost(Duration.ofSeconds(5))
                        .untilAsserted(() -> assertThat(seed(one, name)).isEqualTo(seed(other, name)));
            }
        }
    }

    private static String named(String name, int seed) {
        return "{\"name\":\"" + name + "\",\"sample\":{\"size\":20,\"seed\":" + seed + "}}";
    }

    private long seed(QueryServer node, String name) throws IOException, InterruptedException {
        return Asking.json(asking.get(node, "/v1/calibrations/" + name))
                .at("/sample/seed")
                .asLong(-1);
    }

    /** Many of other names, and then the one that is asked for. */
    @SuppressWarnings("FutureReturnValueIgnored") // flushed below
    private static void publish(LiveService service, int others) {
        try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(service.bootstrap())) {
            for (int i = 0; i <= others; i++) {
                VersionCalibration calibration =
                        calibration(i < others ? "other-" + i : VersionCalibration.DEFAULT_NAME);
                producer.send(new ProducerRecord<>(
                        EventType.CALIBRATED.topic().topicName(),
                        calibration.key().getBytes(StandardCharsets.UTF_8),
                        EventType.CALIBRATED.encode(calibration)));
            }
            producer.flush();
        }
    }

    private static VersionCalibration calibration(String name) {
        return new VersionCalibration(
                new ModelVersion(LiveService.LABELLED, "1"),
                name,
                1,
                Calibration.of(
                        List.of(new LabelledQuery("boot", List.of(new LabelledNeighbour("boot", 0.5f)))),
                        Matcher.NEAREST,
                        ClassificationMetric.F1,
                        Set.of(),
                        List.of()),
                Map.of(),
                ClassThresholds.NONE,
                Optional.empty(),
                new CalibrationSample(CalibrationSample.Source.GIVEN, 1, 0),
                new CommitPosition(1, 1, Map.of()),
                Instant.EPOCH);
    }
}
