package dev.semblance.query;

import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.query.CalibrationResponses.CalibrationJson;
import dev.semblance.query.CalibrationResponses.CalibrationsJson;
import dev.semblance.query.CalibrationResponses.EvaluationJson;
import dev.semblance.query.CalibrationResponses.RecallJson;
import dev.semblance.query.Requests.CalibrationRequestJson;
import dev.semblance.query.Requests.EvaluationRequestJson;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * How near is near enough, and how well it works:
 *
 * <pre>
 * POST /v1/calibrations            makes one
 * GET  /v1/calibrations[/{name}]   what holds
 * POST /v1/evaluations             how well are labelled queries answered?
 * POST /v1/recall                  what does the approximate search miss?
 * </pre>
 */
final class CalibrationApi {
    private final Exchanges exchanges;
    private final RequestBody bodies;
    private final CalibrationRequests reader;
    private final QueryService service;

    CalibrationApi(QuerySettings settings, QueryService service) {
        this.exchanges = new Exchanges(service.admission());
        this.bodies = new RequestBody(settings);
        this.reader = new CalibrationRequests(settings.limits());
        this.service = service;
    }

    void addTo(Routes routes) {
        routes.post("/v1/calibrations", this::calibrate)
                .get("/v1/calibrations", this::all)
                .get("/v1/calibrations/{name}", this::named)
                .post("/v1/evaluations", this::evaluate)
                .post("/v1/recall", this::recall);
    }

    private void calibrate(ServerRequest request, ServerResponse response) {
        Parameters.of(request, Set.of());
        exchanges.answer(response, Status.CREATED_201, memory -> {
            byte[] body = bodies.json(request, memory);
            CalibrationRequestJson json =
                    service.admission().onCore(() -> RequestBody.parse(body, CalibrationRequestJson.class));
            CalibrationRequest asked = reader.calibration(json);
            VersionCalibration made =
                    service.ask(RequestFields.after(json.after()), view -> service.calibrate(view, asked));
            return publish(service, made, response);
        });
    }

    /** Makes a calibration hold, and tells where it is. */
    static CalibrationJson publish(QueryService service, VersionCalibration made, ServerResponse response) {
        service.publish(made);
        response.header(
                HeaderNames.LOCATION, "/v1/calibrations/" + URLEncoder.encode(made.name(), StandardCharsets.UTF_8));
        return CalibrationJson.of(made, true);
    }

    private void all(ServerRequest request, ServerResponse response) {
        Parameters.of(request, Set.of());
        exchanges.answer(
                response,
                Status.OK_200,
                memory -> service.ask(
                        ReadPosition.ANY,
                        view -> new CalibrationsJson(
                                view.model().version().key(),
                                service.calibrations().of(view.model().version()).stream()
                                        .map(calibration -> CalibrationJson.of(calibration, false))
                                        .toList())));
    }

    private void named(ServerRequest request, ServerResponse response) {
        Parameters.of(request, Set.of());
        String name = request.path().pathParameters().get("name");
        exchanges.answer(
                response,
                Status.OK_200,
                memory -> service.ask(
                        ReadPosition.ANY,
                        view -> service.calibrations()
                                .find(view.model().version(), name)
                                .map(calibration -> CalibrationJson.of(calibration, true))
                                .orElseThrow(() -> new ProblemException(
                                        ProblemType.NOT_FOUND,
                                        view.model().version() + " has no calibration '" + name
                                                + "'; GET /v1/calibrations lists them"))));
    }

    private void evaluate(ServerRequest request, ServerResponse response) {
        Parameters.of(request, Set.of());
        exchanges.answer(response, Status.OK_200, memory -> {
            byte[] body = bodies.json(request, memory);
            EvaluationRequestJson json =
                    service.admission().onCore(() -> RequestBody.parse(body, EvaluationRequestJson.class));
            EvaluationRequest asked = reader.evaluation(json);
            return EvaluationJson.of(
                    service.ask(RequestFields.after(json.after()), view -> service.evaluate(view, asked)));
        });
    }

    private void recall(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, Set.of("sample", "k", "ef", "seed"));
        exchanges.answer(response, Status.OK_200, memory -> {
            RecallRequest asked = reader.recall(parameters);
            return service.ask(
                    ReadPosition.ANY,
                    view -> RecallJson.of(view.snapshot().commit(), asked, service.recall(view, asked)));
        });
    }
}
