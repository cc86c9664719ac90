package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.LabelMessages;
import dev.semblance.messaging.PartitionReader;
import dev.semblance.messaging.Topics;
import dev.semblance.query.QueryServer;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.verify.LiveService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What two nodes serve is what the raw topics say, added up by other code: with labels that are late, early, repeated
 * and corrected, and a node that is killed in the midst of it.
 */
class ConfusionFaultsTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final List<String> CLASSES = List.of("boot", "shoe", "bag");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final SplittableRandom random = new SplittableRandom(9);
    private final List<String> asked = new ArrayList<>();

    @Test
    void shouldServeWhatTheTopicsSayThoughANodeIsKilled(@TempDir Path folder) throws Exception {
        try (LiveService service = LiveService.start(folder);
                QueryServer one = service.serve(LiveService.LABELLED, Map.of());
                KafkaProducer<String, String> bare = producer(service.bootstrap())) {
            SemblanceProcess killed = serve(service, folder);
            URI second = address(killed);
            awaitReady(one.address());
            awaitReady(second);
            assertThat(post(one.address(), "/v1/calibrations", "{}").statusCode())
                    .isEqualTo(201);
            for (int i = 0; i < 60; i++) {
                match(service, i % 2 == 0 ? one.address() : second, i);
                label(one.address(), bare, i);
            }
            killed.kill();
            for (int i = 60; i < 90; i++) {
                match(service, one.address(), i);
                label(one.address(), bare, i);
            }
            bare.flush();
            assertServed(service, List.of(one.address()));

            try (SemblanceProcess back = serve(service, folder)) {
                URI third = address(back);
                awaitReady(third);
                for (int i = 90; i < 120; i++) {
                    match(service, third, i);
                    label(third, bare, i);
                }
                bare.flush();
                assertServed(service, List.of(one.address(), third));
            }
        } finally {
            http.close();
        }
    }

    private static KafkaProducer<String, String> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new StringSerializer());
    }

    private static SemblanceProcess serve(LiveService service, Path folder) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve"));
        service.settings(LiveService.LABELLED, Map.of())
                .forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return SemblanceProcess.start(folder.resolve("logs"), arguments.toArray(String[]::new));
    }

    private static URI address(SemblanceProcess node) {
        return URI.create(node.awaitLine("(http://\\S+:\\d+)"));
    }

    private void awaitReady(URI node) {
        await().atMost(SOON).until(() -> get(node, "/readyz").statusCode() == 200);
    }

    /** Something between two classes, so that not all are right and not all are accepted. */
    private void match(LiveService service, URI node, int i) throws Exception {
        float[] vector = service.near(CLASSES.get(i % 3));
        vector[(i + 1) % 3] += 2 * random.nextFloat();
        String queryId = "query-" + i;
        HttpResponse<String> response = post(
                node,
                "/v1/match",
                "{\"queries\":[{\"queryId\":\"" + queryId + "\",\"vector\":" + Arrays.toString(vector) + "}]}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        asked.add(queryId);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // flushed later
    private void label(URI node, KafkaProducer<String, String> bare, int i) throws Exception {
        confirm(node, "query-" + i, CLASSES.get(i % 3));
        if (i % 4 == 0) {
            confirm(node, "query-" + (i + 1), "too early");
        }
        if (i % 5 == 0) {
            confirm(node, "query-" + i, CLASSES.get(i % 3));
        }
        if (i % 7 == 0) {
            confirm(node, asked.get(random.nextInt(asked.size())), "corrected");
        }
        if (i % 6 == 0) {
            bare.send(new ProducerRecord<>(Topic.LABELS.topicName(), asked.get(random.nextInt(i + 1)), "bare"));
        }
        if (i % 10 == 0) {
            confirm(node, "nobody-" + i, "boot");
        }
    }

    private void confirm(URI node, String queryId, String label) throws Exception {
        HttpResponse<String> response =
                post(node, "/v1/labels", "{\"queryId\":\"" + queryId + "\",\"label\":\"" + label + "\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    }

    private void assertServed(LiveService service, List<URI> nodes) {
        String at = Instant.now().toString();
        for (String window : List.of("all", "1h", "5m")) {
            for (URI node : nodes) {
                await().atMost(SOON).untilAsserted(() -> {
                    HttpResponse<String> response = get(node, "/v1/confusion?window=" + window + "&at=" + at);
                    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                    JsonNode served = json.readTree(response.body());
                    Map<String, Long> matrix = new TreeMap<>();
                    served.get("matrix")
                            .forEach(cell -> matrix.put(
                                    cell.get("actual").asText() + " as " + cell.get("predicted"),
                                    cell.get("count").asLong()));
                    Recounted truth = recount(service.bootstrap(), served);
                    assertThat(matrix).isEqualTo(truth.matrix());
                    assertThat(served.get("matches").asLong()).isEqualTo(truth.matches());
                    assertThat(served.get("noMatch").asLong()).isEqualTo(truth.noMatch());
                });
            }
        }
    }

    private record Recounted(long matches, long noMatch, Map<String, Long> matrix) {}

    /** Keeps the last match and the last label of each query, and counts. */
    private static Recounted recount(String bootstrap, JsonNode served) {
        Map<String, MatchDecision> matches = new HashMap<>();
        Map<String, String> labels = new HashMap<>();
        read(bootstrap, Topic.MATCHES, message -> {
            MatchDecision decision = EventType.MATCH_MADE.decode(message.value());
            matches.put(decision.queryId(), decision);
        });
        read(bootstrap, Topic.LABELS, message -> {
            labels.put(
                    new String(message.key(), StandardCharsets.UTF_8),
                    LabelMessages.decode(message.key(), message.value(), Instant.EPOCH)
                            .label());
        });
        Instant from = served.has("from") ? Instant.parse(served.get("from").asText()) : Instant.MIN;
        Instant to = served.has("to") ? Instant.parse(served.get("to").asText()) : Instant.MAX;
        matches.values()
                .removeIf(match ->
                        match.madeAt().isBefore(from) || !match.madeAt().isBefore(to));
        Map<String, Long> matrix = new TreeMap<>();
        matches.forEach((queryId, match) -> {
            if (labels.containsKey(queryId)) {
                String predicted =
                        match.predicted().map(label -> '"' + label + '"').orElse("null");
                matrix.merge(labels.get(queryId) + " as " + predicted, 1L, Long::sum);
            }
        });
        return new Recounted(
                matches.size(),
                matches.values().stream()
                        .filter(match -> match.predicted().isEmpty())
                        .count(),
                matrix);
    }

    private static void read(String bootstrap, Topic topic, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        try (Topics topics = new Topics(bootstrap)) {
            topics.writtenEnds(topic).forEach((partition, end) -> {
                try (PartitionReader reader = new PartitionReader(bootstrap, topic, partition)) {
                    reader.read(reader.start(), end, action);
                }
            });
        }
    }

    private HttpResponse<String> get(URI node, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(node + path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(URI node, String path, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(node + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
