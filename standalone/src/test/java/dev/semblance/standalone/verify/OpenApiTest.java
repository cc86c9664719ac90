package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.monitoring.Alert;
import dev.semblance.core.monitoring.AlertKind;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.query.QueryServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer and every problem that the contract has, from a service that runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenApiTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** Nobody waits for records that do not come. */
    private static final Map<String, String> IMPATIENT = Map.of("serve.patience", "0s");

    private static final Map<String, String> NARROW =
            Map.of("serve.max-requests", "1", "serve.patience", "10s", "serve.max-request-bytes", "1KiB");
    private static final byte[] PICTURE = Pictures.png();

    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> problems = new TreeSet<>();

    private HttpContract contract;
    private Asking asking;
    private LiveService service;
    private QueryServer server;
    private QueryServer narrow;
    private QueryServer bare;
    private QueryServer absent;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        asking = new Asking();
        contract = asking.contract();
        service = LiveService.start(folder);
        server = service.serve(LiveService.LABELLED, IMPATIENT);
        narrow = service.serve(LiveService.LABELLED, NARROW);
        bare = service.serve(LiveService.BARE, IMPATIENT);
        absent = service.serve(LiveService.ABSENT, IMPATIENT);
        for (QueryServer node : new QueryServer[] {server, narrow, bare}) {
            await().atMost(SOON).until(() -> get(node, "/readyz").statusCode() == 200);
        }
    }

    @AfterAll
    void stop() {
        absent.close();
        bare.close();
        narrow.close();
        server.close();
        service.close();
        asking.close();
    }

    @Test
    @Order(1)
    void shouldAnswerEachRouteAsTheContractSays() throws Exception {
        String vector = "\"vector\":" + Arrays.toString(service.near("boot"));
        String labelled = "\"queries\":[{" + vector + ",\"label\":\"boot\"},{" + vector + ",\"label\":\"bag\"},{"
                + vector + ",\"label\":\"hat\"}]";

        assertStatus(201, post("/v1/calibrations", "{}"));
        assertStatus(201, post("/v1/calibrations", """
                {"name":"all","matcher":"match_majority_vote","k":3,"metric":"precision",
                 "extraMetrics":["f1","recall","binary_accuracy","fpr","npv","coverage"],
                 "targets":[{"name":"wide","metric":"coverage","bound":0.9},
                            {"name":"vain","metric":"precision","bound":1.1}],
                 "sample":{"size":200,"seed":3},"bootstrap":{"resamples":20,"confidence":0.9,"seed":1},
                 "perClass":true,"unknownClasses":["bag"],"after":[{"partition":0,"offset":9}]}
                """));
        assertStatus(201, post("/v1/calibrations", "{\"name\":\"given\"," + labelled + "}"));
        assertStatus(200, get(server, "/v1/calibrations"));
        assertThat(body(assertStatus(200, get(server, "/v1/calibrations/all"))).properties())
                .extracting(Map.Entry::getKey)
                .as("else these are held to nothing")
                .contains("unknown", "classThresholds", "unmet", "curve");
        assertStatus(200, look("?k=5&ef=50&after=0:9&after=1:4", "image/png", PICTURE));
        assertStatus(200, look("?radius=0.5&include=vector", "application/octet-stream", floats(1, 0)));
        assertStatus(
                200,
                post(
                        "/v1/lookup",
                        "{\"queries\":[{\"id\":\"plain/1\"},{" + vector
                                + "}],\"k\":2,\"exact\":true,\"include\":[\"vector\"],\"filter\":{\"labels\":[\"boot\"],"
                                + "\"withoutLabels\":[\"bag\"],\"attributes\":{\"half\":\"1\"}}}"));
        assertStatus(200, send(server, "/v1/match?queryId=q&actual=boot&include=thumbnail", "image/png", PICTURE));
        assertStatus(200, send(server, "/v1/match?calibration=all&cutpoint=per_class", "image/png", PICTURE));
        assertStatus(200, send(server, "/v1/match?threshold=-1&noMatchLabel=none", "image/png", PICTURE));
        assertStatus(
                200,
                post(
                        "/v1/match",
                        "{\"queries\":[{\"id\":\"boot-1\",\"queryId\":\"q\",\"actual\":\"boot\"},{" + vector
                                + "}],\"threshold\":0.3,\"matcher\":\"match_majority_vote\",\"k\":3,"
                                + "\"filter\":{\"labels\":[\"hat\"]}}"));
        assertStatus(200, get(server, "/v1/images/boot-1?after=0:1,1:2"));
        assertStatus(200, get(server, "/v1/images/boot-1?include=vector,thumbnail"));
        assertStatus(200, get(server, "/v1/images/plain%2F1"));
        assertStatus(200, get(server, "/v1/images/plain%2F1/neighbours"));
        assertStatus(200, get(server, "/v1/images/boot-1/neighbours?exact=true&label=boot&label=bag&attr.half=0"));
        assertStatus(200, post("/v1/evaluations", "{" + labelled + "}"));
        assertStatus(
                200,
                post(
                        "/v1/evaluations",
                        "{" + labelled + ",\"calibration\":\"all\",\"ks\":[2,2],\"ndcgDistance\":0.5}"));
        assertStatus(200, post("/v1/evaluations", "{" + labelled + ",\"ks\":[]}"));
        assertStatus(200, send(server, "/v1/recall?sample=5&k=3&ef=20&seed=-1", "", new byte[0]));
        assertStatus(202, post("/v1/labels", "{\"queryId\":\"q\",\"label\":\"shoe\"}"));
        assertStatus(202, post("/v1/labels", """
                {"labels":[{"queryId":"a","label":"boot"},{"queryId":"b","label":"bag"}],"source":"desk"}
                """));
        String given = "given=true&window=all&confused=1";
        await().atMost(SOON)
                .until(() -> body(get(server, "/v1/confusion?" + given))
                                .path("labelled")
                                .asInt()
                        > 0);
        assertStatus(200, get(server, "/v1/confusion?cutpoint=wide&calibration=all&at=2026-01-31T12:00:00Z"));
        assertStatus(200, get(server, "/v1/confusion/shoe/~/examples?" + given));
        assertThat(body(assertStatus(200, get(server, "/v1/confusion/a%2Fb+c/%7E%2F/examples")))
                        .path("predicted")
                        .asText())
                .isEqualTo("~/");
        assertThat(asking.firstEvent(server, "/v1/confusion/changes?" + given)).contains("\"matches\":");
        publish(new Alert(
                new ModelVersion(LiveService.LABELLED, "1"),
                new CutpointName("all", "wide"),
                AlertKind.RECALL_DROP,
                true,
                0.3,
                0.1,
                100,
                Optional.of("boot"),
                "1h",
                Instant.now()));
        await().atMost(SOON)
                .until(() -> body(get(server, "/v1/alerts")).path("alerts").size() > 0);
        assertStatus(
                201, send(server, "/v1/alerts/labelled%2F1%2Fall%2Fwide%2Frecall_drop/recalibration", "", new byte[0]));
        assertStatus(200, get(server, "/v1/status"));
        assertStatus(200, get(absent, "/v1/status"));
        assertStatus(200, get(server, "/livez"));
        assertStatus(200, get(server, "/readyz?verbose=true"));
        assertStatus(200, get(server, "/metrics"));
        for (String path : pagesAndFiles()) {
            String tag = assertStatus(200, get(server, path))
                    .headers()
                    .firstValue("ETag")
                    .orElse("");
            assertStatus(304, asking.exchange(Asking.request(server, path).header("If-None-Match", tag)));
            assertStatus(200, asking.exchange(Asking.request(server, path).header("If-None-Match", "\"another\"")));
        }

        String succeeds = ".* (2..|304)";
        assertThat(asking.answers().stream().filter(answer -> answer.matches(succeeds)))
                .containsExactlyElementsOf(contract.answers().stream()
                        .filter(answer -> answer.matches(succeeds))
                        .toList());
    }

    private void publish(Alert alert) {
        try (EventSender sender = new EventSender(service.bootstrap())) {
            sender.send(EventType.ALERT_CHANGED, alert);
        }
    }

    private Set<String> pagesAndFiles() {
        Set<String> paths = new TreeSet<>(Set.of("/docs", "/openapi.yaml", "/v1/images/boot-1/thumbnail"));
        contract.at("/paths/~1docs~1{file}/get/parameters/0/schema/enum")
                .forEach(file -> paths.add("/docs/" + file.asText()));
        return paths;
    }

    @Test
    @Order(2)
    void shouldRefuseOtherMethodsAndSayWhichThereAre() throws Exception {
        Set<String> paths = contract.operations().stream()
                .map(operation -> operation.substring(operation.indexOf(' ') + 1))
                .collect(Collectors.toSet());
        for (String path : paths) {
            HttpResponse<String> response = asking.exchange(Asking.request(server, path.replaceAll("\\{\\w+}", "any"))
                    .method("PATCH", BodyPublishers.noBody()));

            assertThat(response.headers().firstValue("Allow").orElse("").split(", "))
                    .containsExactly(contract.operations().stream()
                            .filter(operation -> operation.endsWith(" " + path))
                            .map(operation -> operation.substring(0, operation.indexOf(' ')))
                            .toArray(String[]::new));
        }
    }

    @Test
    @Order(3)
    void shouldAnswerEachProblemAsTheContractSays() throws Exception {
        assertProblem("bad-request", get(server, "/livez?loud=true"));
        assertProblem("bad-request", get(server, "/metrics?loud=true"));
        assertProblem("not-found", get(server, "/v1/images/nobody"));
        assertProblem("not-found", get(server, "/v1/images/nobody/neighbours"));
        assertProblem("not-found", get(server, "/v1/images/nobody/thumbnail"));
        assertProblem("not-found", get(server, "/v1/calibrations/nobody"));
        assertProblem("not-found", get(server, "/docs/nothing"));
        assertProblem("not-found", get(server, "/nothing"));
        assertProblem("method-not-allowed", get(server, "/v1/lookup"));
        assertProblem("uncalibrated", send(bare, "/v1/match", "image/png", PICTURE));
        assertProblem("uncalibrated", send(server, "/v1/match?calibration=none", "image/png", PICTURE));
        assertProblem("calibration-mismatch", send(server, "/v1/match?k=7", "image/png", PICTURE));
        assertProblem("no-labels", send(bare, "/v1/calibrations", "application/json", utf8("{}")));
        assertProblem("no-labels", send(bare, "/v1/recall", "", new byte[0]));
        assertProblem("not-found", send(server, "/v1/alerts/nothing/recalibration", "", new byte[0]));
        for (QueryServer node : new QueryServer[] {server, narrow, bare, absent}) {
            HttpResponse<String> response = asking.exchange(
                    Asking.request(node, "/v1/confusion?modelVersion=a/1").header("Semblance-Forwarded", "true"));
            if (response.statusCode() != 200) {
                assertProblem("counts-unavailable", response); // one of them keeps them
            }
        }
        assertProblem("too-large", send(narrow, "/v1/lookup", "application/json", new byte[1025]));
        for (String path :
                new String[] {"/v1/lookup", "/v1/match", "/v1/calibrations", "/v1/evaluations", "/v1/labels"}) {
            assertProblem("unsupported-media-type", send(server, path, "text/plain", PICTURE));
            assertProblem("unsupported-media-type", send(server, path, "", new byte[0]));
        }
        assertProblem("bad-image", look("", "image/png", new byte[9]));
        assertProblem("bad-vector", look("", "application/octet-stream", floats(0, 0)));
        assertProblem("not-ready", get(absent, "/readyz"));
        assertProblem("not-ready", send(absent, "/v1/lookup", "image/png", PICTURE));
        assertProblem("index-behind", look("?after=0:10", "image/png", PICTURE));
        var working = asking.sendAsync(narrow, "/v1/calibrations", Asking.JSON, utf8("""
                {"name":"long","k":200,"sample":{"size":900},"bootstrap":{"resamples":150}}
                """));
        await().atMost(SOON).until(() -> get(narrow, "/metrics").body().contains("semblance_requests_in_work 1.0"));
        assertProblem("too-many-requests", send(narrow, "/v1/lookup", "image/png", PICTURE));
        assertThat(working.get().statusCode()).isEqualTo(201);
        service.close();
        assertProblem("events-unavailable", post("/v1/calibrations", "{}"));
        assertProblem("events-unavailable", post("/v1/labels", "{\"queryId\":\"q\",\"label\":\"shoe\"}"));
        assertStatus(200, look("", "image/png", PICTURE));

        Set<String> reachable = new TreeSet<>(contract.problemTypes());
        reachable.remove("urn:semblance:problem:internal");
        assertThat(problems).containsExactlyElementsOf(reachable);
    }

    @ParameterizedTest
    @Order(2)
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/calibrations | {'targets':[null]} | /targets/0",
                "/v1/calibrations | {'targets':[{'name':'optimal','metric':'f1','bound':1}]} | /targets/0",
                "/v1/calibrations | {'targets':[{'name':'t','metric':'luck','bound':1}]} | /targets/0/metric",
                "/v1/calibrations | {'targets':[{'name':'t','metric':'f1','bound':'1'}]} | /targets/0/bound",
                "/v1/calibrations | {'extraMetrics':[null]} | /extraMetrics/0",
                "/v1/calibrations | {'unknownClasses':[null]} | /unknownClasses/0",
                "/v1/calibrations | {'unknownClasses':['hat']} | /unknownClasses",
                "/v1/calibrations | {'name':'a/b'} | /name",
                "/v1/calibrations | {'matcher':'mine'} | /matcher",
                "/v1/calibrations | {'k':0} | /k",
                "/v1/calibrations | {'perClass':'yes'} | /perClass",
                "/v1/calibrations | {'sample':{'size':0}} | /sample/size",
                "/v1/calibrations | {'sample':{},'queries':[{'vector':[1],'label':'a'}]} | /sample",
                "/v1/calibrations | {'bootstrap':{'confidence':1}} | /bootstrap/confidence",
                "/v1/calibrations | {'bootstrap':{'resamples':1000000}} | /bootstrap/resamples",
                "/v1/calibrations | {'queries':[{'id':'boot-1','label':'boot'}]} | /queries/0/id",
                "/v1/calibrations | {'queries':[{'vector':[1]}]} | /queries/0/label",
                "/v1/evaluations | {} | /queries",
                "/v1/evaluations | {'ks':[null],'queries':[{'vector':[1],'label':'a'}]} | /ks/0",
                "/v1/evaluations | {'ks':[1,0],'queries':[{'vector':[1],'label':'a'}]} | /ks/1",
                "/v1/evaluations | {'ndcgDistance':1e400,'queries':[{'vector':[1],'label':'a'}]} | /ndcgDistance",
                "/v1/evaluations | {'queries':[{'vector':[1],'label':'a','actual':'a'}]} | /queries/0/actual",
                "/v1/match | {'queries':[{'id':'boot-1','label':'boot'}]} | /queries/0/label",
                "/v1/match | {'queries':[{'id':'boot-1','queryId':''}]} | /queries/0/queryId",
                "/v1/match | {'threshold':1,'queries':[{'id':'boot-1','actual':' '}]} | /queries/0/actual",
                "/v1/match | {'threshold':1,'cutpoint':'optimal','queries':[{'id':'boot-1'}]} | /threshold",
                "/v1/match | {'cutpoint':'none','queries':[{'id':'boot-1'}]} | /cutpoint",
                "/v1/labels | {} | /queryId",
                "/v1/labels | {'queryId':'a'} | /label",
                "/v1/labels | {'queryId':'a','label':' '} | /label",
                "/v1/labels | {'queryId':'a','label':'b','labels':[]} | /labels",
                "/v1/labels | {'labels':[]} | /labels",
                "/v1/labels | {'labels':[{'queryId':'a','label':'b'},{'label':'c'}]} | /labels/1/queryId",
                "/v1/match | {'include':['thumbnail','vector'],'queries':[{'id':'boot-1'}]} | /include/1"
            })
    void shouldNameTheFieldThatIsToBlame(String path, String body, String pointer) throws Exception {
        HttpResponse<String> response = post(path, body.replace('\'', '"'));

        assertProblem("bad-request", response);
        assertThat(body(response).at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    private static HttpResponse<String> assertStatus(int status, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response;
    }

    private void assertProblem(String type, HttpResponse<String> response) throws Exception {
        JsonNode problem = body(response);
        assertThat(problem.path("type").asText()).as(response.body()).isEqualTo("urn:semblance:problem:" + type);
        assertThat(response.statusCode()).isEqualTo(problem.path("status").asInt());
        problems.add(problem.path("type").asText());
    }

    private JsonNode body(HttpResponse<String> response) throws Exception {
        return json.readTree(response.body());
    }

    private HttpResponse<String> get(QueryServer node, String path) throws Exception {
        return asking.get(node, path);
    }

    private HttpResponse<String> look(String query, String mediaType, byte[] body) throws Exception {
        return send(server, "/v1/lookup" + query, mediaType, body);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(server, path, "application/json", utf8(body));
    }

    private HttpResponse<String> send(QueryServer node, String path, String mediaType, byte[] body) throws Exception {
        return asking.send(node, path, mediaType, body);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] floats(float first, float others) {
        float[] values = new float[LiveService.DIMENSION];
        Arrays.fill(values, others);
        values[0] = first;
        return Pictures.vector(values);
    }
}
