package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.messaging.EventFollower;
import dev.semblance.messaging.EventType;
import dev.semblance.query.QueryServer;
import dev.semblance.standalone.QueryNode;
import dev.semblance.standalone.config.Settings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calibration and matching over HTTP, on two nodes. Images lie on a circle, so that each distance is known by hand:
 * {@code 1 - cos(angle between)}. Class north is at 0, 10 and 20 degrees, east at 90, 100 and 110, one image without a
 * label at 5.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MatchServiceTest {
    private static final int DIMENSION = 8;
    private static final Duration SOON = Duration.ofSeconds(20);
    /** North at 2, east 3 from the nearest of their class; "south" at 60 is nearest to east, 30 from it. */
    private static final String SAMPLE =
            "[" + labelled("north", 358) + "," + labelled("east", 97) + "," + labelled("south", 60) + "]";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, MatchDecision> made = new ConcurrentHashMap<>();

    private Asking asking;
    private KnownTopic topic;
    private PlantedIndex index;
    private ShardCommit shard;
    private QueryServer one;
    private QueryServer other;
    private EventFollower matches;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        asking = new Asking();
        topic = KnownTopic.start(folder);
        index = new PlantedIndex(topic, topic.publish("circle"), folder);
        shard = index.shard(
                0,
                7,
                image("n0", "north", 0),
                image("n10", "north", 10),
                image("n20", "north", 20),
                image("e90", "east", 90),
                image("e100", "east", 100),
                image("e110", "east", 110),
                PlantedIndex.image("unlabelled", at(5)));
        index.announce(1, 1, shard);
        index.goLive();
        one = QueryNode.start(settings(folder, "one"));
        other = QueryNode.start(settings(folder, "other"));
        matches = EventFollower.builder()
                .on(EventType.MATCH_MADE, decision -> made.put(decision.queryId(), decision))
                .start("matches", topic.bootstrap());
        for (QueryServer node : new QueryServer[] {one, other}) {
            await().atMost(SOON)
                    .until(() -> get(node, "/v1/status").get("ready").asBoolean());
        }
    }

    @AfterAll
    void stop() {
        matches.close();
        other.close();
        one.close();
        topic.close();
        asking.close();
    }

    @Test
    @Order(1)
    void shouldSayThatAVersionIsNotCalibrated() throws Exception {
        HttpResponse<String> response = post(one, "/v1/match", "{\"queries\":[" + vector(0) + "]}");

        assertThat(response.statusCode()).isEqualTo(409);
        JsonNode problem = json.readTree(response.body());
        assertThat(problem.get("type").asText()).isEqualTo("urn:semblance:problem:uncalibrated");
        assertThat(problem.get("detail").asText()).contains("POST /v1/calibrations");
    }

    @Test
    @Order(2)
    void shouldFindTheBestThresholdAndThoseOfTargets() throws Exception {
        HttpResponse<String> response = post(
                one,
                "/v1/calibrations",
                "{\"queries\":" + SAMPLE
                        + ",\"targets\":[{\"name\":\"all\",\"metric\":\"coverage\",\"bound\":1},"
                        + "{\"name\":\"never\",\"metric\":\"precision\",\"bound\":1.5}]}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).contains("/v1/calibrations/default");
        JsonNode calibration = json.readTree(response.body());
        JsonNode optimal = calibration.get("cutpoints").get(0);
        assertThat(optimal.get("distance").floatValue()).isCloseTo(distance(3), within(1e-6f));
        assertThat(optimal.get("counts"))
                .isEqualTo(json.readTree(
                        "{\"truePositives\":2,\"falsePositives\":0,\"trueNegatives\":1,\"falseNegatives\":0}"));
        assertThat(optimal.get("metrics").get("f1").asDouble()).isEqualTo(1);
        JsonNode all = calibration.get("cutpoints").get(1);
        assertThat(all.get("distance").floatValue()).isCloseTo(distance(30), within(1e-6f));
        assertThat(all.get("metrics").get("precision").asDouble()).isEqualTo(2 / 3.0);
        assertThat(calibration.get("unmet").get(0).get("name").asText()).isEqualTo("never");
        assertThat(calibration.get("unmet").get(0).get("best").asDouble()).isEqualTo(1);
        assertThat(get(one, "/v1/calibrations/default")).isEqualTo(calibration);
    }

    @Test
    @Order(3)
    void shouldCalibrateOnOneNodeAndMatchOnTheOther() throws Exception {
        await().atMost(SOON)
                .until(() -> get(other, "/v1/status").get("calibrations").size() == 1);

        JsonNode match = match(other, vector(97)).get("matches").get(0);

        assertThat(match.get("matched").asBoolean())
                .as("the query that set the threshold")
                .isTrue();
        assertThat(match.get("label").asText()).isEqualTo("east");
        assertThat(match.get("margin").floatValue()).isZero();
        JsonNode refused = match(other, vector(96)).get("matches").get(0);
        assertThat(refused.get("matched").asBoolean()).as("one degree farther").isFalse();
        assertThat(refused.get("label").isNull()).isTrue();
        assertThat(refused.get("nearestLabel").asText()).isEqualTo("east");
        assertThat(refused.get("margin").floatValue()).isCloseTo(distance(3) - distance(4), within(1e-6f));
    }

    @Test
    @Order(3)
    void shouldMatchWithLabelledImagesOnly() throws Exception {
        JsonNode looked = json.readTree(post(one, "/v1/lookup", "{\"k\":1,\"queries\":[" + vector(5) + "]}")
                .body());
        JsonNode matched =
                json.readTree(post(one, "/v1/match", "{\"threshold\":2,\"k\":3,\"queries\":[" + vector(6) + "]}")
                        .body());

        assertThat(looked.get("results")
                        .get(0)
                        .get("neighbours")
                        .get(0)
                        .get("id")
                        .asText())
                .isEqualTo("unlabelled");
        assertThat(matched.get("matches").get(0).get("neighbours").findValuesAsText("id"))
                .containsExactly("n10", "n0", "n20");
    }

    @Test
    @Order(3)
    void shouldTellEveryDecisionOnTheTopic() throws Exception {
        post(
                one,
                "/v1/match",
                "{\"queries\":[{\"vector\":" + values(97) + ",\"queryId\":\"told\",\"actual\":\"west\"},"
                        + "{\"vector\":" + values(60) + ",\"queryId\":\"refused\"}]}");

        await().atMost(SOON).until(() -> made.containsKey("told") && made.containsKey("refused"));
        MatchDecision told = Objects.requireNonNull(made.get("told"));
        MatchDecision refused = Objects.requireNonNull(made.get("refused"));
        assertThat(told.predicted()).contains("east");
        assertThat(told.actual()).contains("west");
        assertThat(told.cutpoint())
                .hasValueSatisfying(cutpoint -> assertThat(cutpoint.cutpoint()).isEqualTo("optimal"));
        assertThat(refused.predicted()).isEmpty();
        assertThat(refused.match()).isPresent();
    }

    @Test
    @Order(3)
    void shouldRefuseWhatTheCalibrationDoesNotHoldFor() throws Exception {
        String query = "\"queries\":[" + vector(0) + "]}";

        assertThat(post(one, "/v1/match", "{\"k\":3," + query).statusCode()).isEqualTo(409);
        assertThat(post(one, "/v1/match", "{\"matcher\":\"match_majority_vote\"," + query)
                        .body())
                .contains("calibration-mismatch");
        assertThat(post(one, "/v1/match", "{\"cutpoint\":\"never\"," + query).body())
                .contains("optimal, all")
                .contains("\"pointer\":\"/cutpoint\"");
        assertThat(post(one, "/v1/match", "{\"calibration\":\"another\"," + query)
                        .body())
                .contains("but default");
        assertThat(post(one, "/v1/match", "{\"k\":1,\"matcher\":\"match_nearest\"," + query)
                        .statusCode())
                .as("what it does hold for")
                .isEqualTo(200);
    }

    /** Each of the six asks without itself. The classes are 10 degrees apart inside; 9 of 10 neighbours are right. */
    @Test
    @Order(4)
    void shouldCalibrateOnASampleOfItsOwnIndex() throws Exception {
        JsonNode calibration = json.readTree(post(
                        one,
                        "/v1/calibrations",
                        "{\"name\":\"own\",\"sample\":{\"size\":100,\"seed\":1},\"unknownClasses\":[\"east\"],"
                                + "\"bootstrap\":{\"resamples\":20}}")
                .body());

        JsonNode optimal = calibration.get("cutpoints").get(0);
        assertThat(calibration.get("sample").get("queries").asInt()).isEqualTo(6);
        assertThat(optimal.get("distance").floatValue()).isCloseTo(distance(10), within(1e-6f));
        assertThat(optimal.get("counts").get("truePositives").asInt()).isEqualTo(6);
        assertThat(optimal.get("confidence").get("distance").get("low").asDouble())
                .isCloseTo(distance(10), within(1e-6));
        assertThat(calibration.get("unknown").get("queries").asInt()).isEqualTo(3);
        assertThat(calibration.get("unknown").get("acceptRates").get("optimal").asDouble())
                .as("the nearest of another class is 70 degrees away")
                .isZero();
    }

    @Test
    @Order(5)
    void shouldMeasureHeldOutQueries() throws Exception {
        JsonNode result = json.readTree(post(
                        one,
                        "/v1/evaluations",
                        "{\"ks\":[1,3],\"queries\":[" + labelled("north", 1) + "," + labelled("east", 3) + ","
                                + labelled("east", 95) + "]}")
                .body());

        // At 3 degrees: north at 1 and east at 3 (taken for north, 3 away) are accepted, 95 is 5 away and is not.
        JsonNode optimal = result.get("cutpoints").get(0);
        assertThat(optimal.get("counts"))
                .isEqualTo(json.readTree(
                        "{\"truePositives\":1,\"falsePositives\":1,\"trueNegatives\":0,\"falseNegatives\":1}"));
        assertThat(result.get("confusion"))
                .isEqualTo(
                        json.readTree("{\"labels\":[\"east\",\"north\"],\"counts\":[[0,1],[0,1]],\"noMatch\":[1,0]}"));
        JsonNode micro = result.get("retrieval").get("micro");
        assertThat(micro.get("recall@1").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(micro.get("precision@3").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(micro.get("r_precision").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
        JsonNode macro = result.get("retrieval").get("macro");
        assertThat(macro.get("recall@1").asDouble()).isCloseTo(3 / 4.0, within(1e-12));
    }

    @Test
    @Order(6)
    void shouldWaitForTheRecordsThatARequestNames() throws Exception {
        String asked = "{\"k\":1,\"after\":[{\"partition\":1,\"offset\":5}],\"queries\":[" + vector(200) + "]}";
        HttpResponse<String> behind = post(one, "/v1/lookup", asked);

        assertThat(behind.statusCode()).isEqualTo(503);
        assertThat(behind.headers().firstValue("Retry-After")).contains("1");
        assertThat(json.readTree(behind.body()).get("behind"))
                .isEqualTo(json.readTree("[{\"partition\":1,\"wanted\":5,\"nextOffset\":0}]"));

        CompletableFuture<HttpResponse<String>> waiting =
                asking.sendAsync(one, "/v1/lookup", Asking.JSON, asked.getBytes(StandardCharsets.UTF_8));
        index.announce(1, 2, shard, index.shard(1, 6, image("s200", "south", 200)));

        HttpResponse<String> answer = waiting.get();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json.readTree(answer.body())
                        .get("results")
                        .get(0)
                        .get("neighbours")
                        .get(0)
                        .get("id")
                        .asText())
                .isEqualTo("s200");
    }

    @Test
    @Order(7)
    void shouldMeasureWhatTheApproximateSearchMisses() throws Exception {
        JsonNode recall = json.readTree(post(one, "/v1/recall?k=3&sample=5", "").body());

        assertThat(recall.get("recall").asDouble()).as("few images are scanned").isEqualTo(1);
        assertThat(recall.get("source").asText()).isEqualTo("recent_queries");
        assertThat(get(one, "/v1/images/n10").get("label").asText()).isEqualTo("north");
        assertThat(get(one, "/v1/images/n10/neighbours?k=2").get("neighbours").findValuesAsText("id"))
                .as("not itself")
                .containsExactly("unlabelled", "n0")
                .doesNotContain("n10");
    }

    private static IndexedImage image(String id, String label, int degrees) {
        return new IndexedImage(id, at(degrees), Optional.of(label), Map.of());
    }

    private static Embedding at(int degrees) {
        return Embedding.normalised(coordinates(degrees));
    }

    private static float[] coordinates(int degrees) {
        float[] values = new float[DIMENSION];
        values[0] = (float) Math.cos(Math.toRadians(degrees));
        values[1] = (float) Math.sin(Math.toRadians(degrees));
        return values;
    }

    private static float distance(int degrees) {
        return (float) (1 - Math.cos(Math.toRadians(degrees)));
    }

    private static String values(int degrees) {
        float[] values = coordinates(degrees);
        double[] exact = new double[values.length];
        Arrays.setAll(exact, i -> values[i]);
        return Arrays.stream(exact)
                .mapToObj(value -> String.format(Locale.ROOT, "%.9g", value))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String vector(int degrees) {
        return "{\"vector\":" + values(degrees) + "}";
    }

    private static String labelled(String label, int degrees) {
        return "{\"label\":\"" + label + "\",\"vector\":" + values(degrees) + "}";
    }

    private JsonNode match(QueryServer node, String query) throws IOException, InterruptedException {
        HttpResponse<String> response = post(node, "/v1/match", "{\"queries\":[" + query + "]}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    private JsonNode get(QueryServer node, String path) throws IOException, InterruptedException {
        return Asking.json(asking.get(node, path));
    }

    private HttpResponse<String> post(QueryServer node, String path, String body)
            throws IOException, InterruptedException {
        return asking.post(node, path, body);
    }

    private Settings settings(Path folder, String node) {
        return Settings.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "kafka.bootstrap", topic.bootstrap(),
                        "store.models", folder.resolve("models").toString(),
                        "store.index", folder.resolve("store").toString(),
                        "serve.model", "circle",
                        "serve.cache", folder.resolve("cache-" + node).toString(),
                        "serve.patience", "2s",
                        "serve.port", "0"));
    }
}
