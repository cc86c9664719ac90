package dev.semblance.query;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.monitoring.Alert;
import dev.semblance.query.ConfusionResponses.AcceptedJson;
import dev.semblance.query.ConfusionResponses.AlertJson;
import dev.semblance.query.ConfusionResponses.AlertsJson;
import dev.semblance.query.ConfusionResponses.ExampleJson;
import dev.semblance.query.ConfusionResponses.ExamplesJson;
import dev.semblance.query.ConfusionResponses.WindowJson;
import dev.semblance.query.Requests.LabelsRequestJson;
import dev.semblance.query.confusion.Series;
import io.helidon.common.uri.UriEncoding;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What matches turned out to be:
 *
 * <pre>
 * POST /v1/labels                                       the class that a query really has
 * GET  /v1/confusion                                    counts and quality of a window
 * GET  /v1/confusion/changes                            the same whenever it changes, as server-sent events
 * GET  /v1/confusion/{actual}/{predicted}/examples      matches of a pair of classes
 * GET  /v1/alerts                                       what is not as it was promised
 * POST /v1/alerts/{id}/recalibration                    calibrates anew what an alert is about
 * </pre>
 */
final class ConfusionApi {
    /** Stands for no match in a path. */
    private static final String NO_MATCH = "~";

    /** Of {@code /v1/confusion/{actual}/{predicted}/examples}, with the empty one before the first slash. */
    private static final int PARTS_OF_EXAMPLES = 6;

    private static final int ACTUAL = 3;

    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Between two signs of life where nothing changes: a client that has gone is noticed. */
    private static final int LOOKS_BETWEEN_SIGNS = 15;

    private final Exchanges exchanges;
    private final RequestBody bodies;
    private final ConfusionRequests requests;
    private final QueryService service;
    private final ConfusionService confusion;

    ConfusionApi(QuerySettings settings, QueryService service, ConfusionService confusion, Clock clock) {
        this.exchanges = new Exchanges(service.admission());
        this.bodies = new RequestBody(settings);
        this.requests = new ConfusionRequests(settings.confusion(), clock);
        this.service = service;
        this.confusion = confusion;
    }

    void addTo(Routes routes) {
        routes.post("/v1/labels", this::label)
                .get("/v1/confusion", this::window)
                .get("/v1/confusion/changes", this::changes)
                .get("/v1/confusion/{actual:.+}/{predicted:.+}/examples", this::examples)
                .get("/v1/alerts", this::alerts)
                .post("/v1/alerts/{id:.+}/recalibration", this::recalibrate);
    }

    private void label(ServerRequest request, ServerResponse response) {
        Parameters.of(request, Set.of());
        exchanges.answer(response, Status.ACCEPTED_202, memory -> {
            byte[] body = bodies.json(request, memory);
            List<ConfirmedLabel> labels =
                    requests.labels(service.admission().onCore(() -> RequestBody.parse(body, LabelsRequestJson.class)));
            confusion.confirm(labels);
            return new AcceptedJson(labels.size());
        });
    }

    private ModelVersion live() {
        try (LiveView view = service.requireView()) {
            return view.model().version();
        }
    }

    private void window(ServerRequest request, ServerResponse response) {
        ConfusionQuery query = requests.window(Parameters.of(request, ConfusionRequests.WINDOW), this::live);
        exchanges.answer(response, Status.OK_200, memory -> raw(window(query, isForwarded(request))));
    }

    private byte[] window(ConfusionQuery query, boolean forwarded) {
        return confusion.fromKeeper(
                query.series(),
                "/v1/confusion" + query.parameters(),
                forwarded,
                () -> worked(() ->
                        WindowJson.of(confusion.window(query), confusion.promise(query.series()), query.confused())));
    }

    private void examples(ServerRequest request, ServerResponse response) {
        ConfusionQuery query = requests.window(Parameters.of(request, ConfusionRequests.WINDOW), this::live);
        List<String> pair = pair(request);
        String actual = pair.getFirst();
        String predicted = pair.getLast();
        Cell cell = new Cell(actual, predicted.equals(NO_MATCH) ? Optional.empty() : Optional.of(predicted));
        String path = "/v1/confusion/" + ConfusionQuery.encoded(actual) + "/" + ConfusionQuery.encoded(predicted)
                + "/examples" + query.parameters();
        exchanges.answer(
                response,
                Status.OK_200,
                memory -> raw(confusion.fromKeeper(
                        query.series(), path, isForwarded(request), () -> worked(() -> examples(query, cell)))));
    }

    /** Taken from the path as it was sent: a class may have slashes, which the server decodes before it looks. */
    private static List<String> pair(ServerRequest request) {
        String[] parts = request.path().rawPath().split("/", -1);
        if (parts.length != PARTS_OF_EXAMPLES) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND,
                    "there are examples of an actual and a predicted class; write a slash in one as %2F");
        }
        return Stream.of(parts[ACTUAL], parts[ACTUAL + 1])
                .map(UriEncoding::decodeUri)
                .toList();
    }

    private ExamplesJson examples(ConfusionQuery query, Cell cell) {
        Series series = query.series();
        List<MatchDecision> within = confusion.examples(series, cell).stream()
                .filter(decision -> query.window().at(query.at()).holds(decision.madeAt()))
                .toList();
        return new ExamplesJson(
                series.version().key(),
                cell.actual(),
                cell.predicted().orElse(null),
                within.stream().map(ExampleJson::of).toList());
    }

    private byte[] worked(Supplier<Object> work) {
        return service.admission().inPlace(() -> service.admission().onCore(() -> HttpAnswers.bytes(work.get())));
    }

    private static boolean isForwarded(ServerRequest request) {
        return request.headers().contains(HeaderNames.create(Peers.FORWARDED));
    }

    /** What another node has answered goes on as it is. */
    private static RawValue raw(byte[] json) {
        return new RawValue(new String(json, StandardCharsets.UTF_8));
    }

    private void changes(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, ConfusionRequests.WINDOW);
        byte[] first = window(requests.window(parameters, this::live), false);
        try (SseSink sink = response.sink(SseSink.TYPE)) {
            emit(sink, first);
            follow(sink, parameters, first);
        } catch (UncheckedIOException | IllegalStateException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(SseSink sink, Parameters parameters, byte[] first) throws InterruptedException {
        byte[] last = first;
        int quiet = 0;
        while (!confusion.isClosed()) {
            Thread.sleep(LOOK);
            Optional<byte[]> now = current(parameters);
            if (now.isPresent() && !Arrays.equals(now.get(), last)) {
                last = now.get();
                emit(sink, last);
                quiet = 0;
            } else if (++quiet == LOOKS_BETWEEN_SIGNS) {
                sink.emit(SseEvent.builder().comment("still here").build());
                quiet = 0;
            }
        }
    }

    /** While counts move from one node to another there is nothing new. */
    private Optional<byte[]> current(Parameters parameters) {
        try {
            return Optional.of(window(requests.window(parameters, this::live), false));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private static void emit(SseSink sink, byte[] json) {
        sink.emit(SseEvent.builder()
                .name("confusion")
                .data(new String(json, StandardCharsets.UTF_8))
                .build());
    }

    private void alerts(ServerRequest request, ServerResponse response) {
        Parameters.of(request, Set.of());
        exchanges.answer(
                response,
                Status.OK_200,
                memory -> new AlertsJson(
                        confusion.alerts().stream().map(AlertJson::of).toList()));
    }

    private void recalibrate(ServerRequest request, ServerResponse response) {
        Parameters.of(request, Set.of());
        Alert alert = confusion.alert(request.path().pathParameters().get("id"));
        exchanges.answer(response, Status.CREATED_201, memory -> {
            VersionCalibration made = service.ask(ReadPosition.ANY, view -> {
                if (!view.model().version().equals(alert.version())) {
                    throw new ProblemException(
                            ProblemType.CALIBRATION_MISMATCH,
                            "the alert is about " + alert.version() + ", but live is "
                                    + view.model().version() + ", which alone can be calibrated");
                }
                VersionCalibration before = service.calibrations()
                        .require(alert.version(), alert.cutpoint().calibration());
                return service.calibrate(view, requests.again(before));
            });
            return CalibrationApi.publish(service, made, response);
        });
    }
}
