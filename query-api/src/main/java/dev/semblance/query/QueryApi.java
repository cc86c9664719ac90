package dev.semblance.query;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.query.LookupRequest.Include;
import dev.semblance.query.RequestBody.Content;
import dev.semblance.query.Requests.AfterJson;
import dev.semblance.query.Requests.CalibrationRequestJson;
import dev.semblance.query.Requests.EvaluationRequestJson;
import dev.semblance.query.Requests.FilterJson;
import dev.semblance.query.Requests.LookupRequestJson;
import dev.semblance.query.Requests.MatchRequestJson;
import dev.semblance.query.Requests.QueryJson;
import dev.semblance.query.Requests.RecallRequestJson;
import dev.semblance.query.Responses.CalibrationJson;
import dev.semblance.query.Responses.CalibrationsJson;
import dev.semblance.query.Responses.EvaluationJson;
import dev.semblance.query.Responses.ImageJson;
import dev.semblance.query.Responses.IndexJson;
import dev.semblance.query.Responses.LookupBatchJson;
import dev.semblance.query.Responses.LookupJson;
import dev.semblance.query.Responses.MatchBatchJson;
import dev.semblance.query.Responses.MatchJson;
import dev.semblance.query.Responses.RecallJson;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the index. The contract is {@code openapi.yaml}, which {@link DocsApi} serves:
 *
 * <pre>
 * POST /v1/lookup                        what is like this?
 * POST /v1/match                         what is this, if anything that is known?
 * GET  /v1/images/{id}                   an image of the index
 * GET  /v1/images/{id}/neighbours        what is like it?
 * POST /v1/calibrations                  how near is near enough?
 * GET  /v1/calibrations[/{name}]         what holds
 * POST /v1/evaluations                   how well are labelled queries answered?
 * POST /v1/recall                        what does the approximate search miss?
 * </pre>
 */
final class QueryApi {
    private static final Set<String> SEARCH =
            Set.of("k", "exact", "radius", "ef", "include", "label", "withoutLabel", Parameters.ATTRIBUTE, "after");
    private static final Set<String> MATCH = Set.of(
            "calibration",
            "cutpoint",
            "threshold",
            "matcher",
            "k",
            "noMatchLabel",
            "queryId",
            "actual",
            "exact",
            "ef",
            "label",
            "withoutLabel",
            Parameters.ATTRIBUTE,
            "after");
    private static final Pattern AFTER = Pattern.compile("(\\d{1,9}):(\\d{1,18})");
    private static final int DEFAULT_RECALL_SAMPLE = 100;
    private static final int DEFAULT_RECALL_K = 10;

    private final RequestLimits limits;
    private final RequestBody bodies;
    private final RequestReader reader;
    private final QueryService service;

    QueryApi(QuerySettings settings, QueryService service) {
        this.limits = settings.limits();
        this.bodies = new RequestBody(settings);
        this.reader = new RequestReader(settings.limits());
        this.service = service;
    }

    void addTo(Routes routes) {
        routes.post("/v1/lookup", this::lookup)
                .post("/v1/match", this::match)
                // An id may have slashes in it, which arrive decoded.
                .get("/v1/images/{id:.+}/neighbours", this::neighbours)
                .get("/v1/images/{id:.+}", this::image)
                .post("/v1/calibrations", this::calibrate)
                .get("/v1/calibrations", this::calibrations)
                .get("/v1/calibrations/{name}", this::calibration)
                .post("/v1/evaluations", this::evaluate)
                .post("/v1/recall", this::recall);
    }

    private void lookup(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, SEARCH);
        Object answer = admitted(guest -> {
            Content content = bodies.query(request, guest);
            guest.enter();
            return switch (content) {
                case Content.Single(QueryJson query) -> single(() -> look(lookupJson(parameters, query), false));
                case Content.Json(byte[] bytes) -> {
                    requireNone(request);
                    yield look(RequestBody.parse(bytes, LookupRequestJson.class), true);
                }
            };
        });
        HttpAnswers.json(response, answer);
    }

    private Object look(LookupRequestJson json, boolean batch) {
        LookupRequest asked = reader.lookup(json);
        try (LiveView view = service.view(reader.after(json.after()), limits.patience())) {
            Lookup.Answer answer = service.lookup(view, asked);
            Function<String, Optional<Embedding>> vectors = vectors(view, asked.include());
            return batch ? LookupBatchJson.of(answer, vectors) : LookupJson.of(answer, vectors);
        }
    }

    private static Function<String, Optional<Embedding>> vectors(LiveView view, Set<Include> include) {
        return include.contains(Include.VECTOR)
                ? id -> view.snapshot().image(id).map(IndexedImage::embedding)
                : id -> Optional.empty();
    }

    private void match(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, MATCH);
        Object answer = admitted(guest -> {
            Content content = bodies.query(request, guest);
            guest.enter();
            return switch (content) {
                case Content.Single(QueryJson query) -> single(() -> decide(matchJson(parameters, query), false));
                case Content.Json(byte[] bytes) -> {
                    requireNone(request);
                    yield decide(RequestBody.parse(bytes, MatchRequestJson.class), true);
                }
            };
        });
        HttpAnswers.json(response, answer);
    }

    private Object decide(MatchRequestJson json, boolean batch) {
        MatchRequest asked = reader.match(json);
        try (LiveView view = service.view(reader.after(json.after()), limits.patience())) {
            Matching.Answer answer = service.match(view, asked);
            return batch ? MatchBatchJson.of(answer, asked.noMatchLabel()) : MatchJson.of(answer, asked.noMatchLabel());
        }
    }

    private void image(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, Set.of("include", "after"));
        String id = request.path().pathParameters().get("id");
        Object answer = admitted(guest -> single(() -> {
            guest.enter();
            LookupRequestJson json = lookupJson(parameters, QueryJson.id(id));
            LookupRequest asked = reader.lookup(json);
            try (LiveView view = service.view(reader.after(json.after()), limits.patience())) {
                IndexedImage image = view.snapshot().image(id).orElseThrow(() -> absent(id));
                return ImageJson.of(
                        view.snapshot().commit(), image, asked.include().contains(Include.VECTOR));
            }
        }));
        HttpAnswers.json(response, answer);
    }

    private void neighbours(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, SEARCH);
        String id = request.path().pathParameters().get("id");
        Object answer = admitted(guest -> single(() -> {
            guest.enter();
            return look(lookupJson(parameters, QueryJson.id(id)), false);
        }));
        HttpAnswers.json(response, answer);
    }

    static ProblemException absent(String id) {
        return new ProblemException(ProblemType.NOT_FOUND, "the index holds no image '" + id + "'");
    }

    private void calibrate(ServerRequest request, ServerResponse response) {
        requireNone(request);
        CalibrationJson made = admitted(guest -> {
            CalibrationRequestJson json = bodies.json(request, guest, CalibrationRequestJson.class);
            guest.enter();
            CalibrationRequest asked = reader.calibration(json);
            try (LiveView view = service.view(reader.after(json.after()), limits.patience())) {
                return CalibrationJson.of(service.calibrate(view, asked), true);
            }
        });
        response.status(Status.CREATED_201);
        response.header(
                HeaderNames.LOCATION, "/v1/calibrations/" + URLEncoder.encode(made.name(), StandardCharsets.UTF_8));
        HttpAnswers.json(response, made);
    }

    private void calibrations(ServerRequest request, ServerResponse response) {
        requireNone(request);
        try (LiveView view = service.view(ReadPosition.ANY, limits.patience())) {
            HttpAnswers.json(
                    response,
                    new CalibrationsJson(
                            view.model().version().key(),
                            service.calibrations().of(view.model().version()).stream()
                                    .map(calibration -> CalibrationJson.of(calibration, false))
                                    .toList()));
        }
    }

    private void calibration(ServerRequest request, ServerResponse response) {
        requireNone(request);
        String name = request.path().pathParameters().get("name");
        try (LiveView view = service.view(ReadPosition.ANY, limits.patience())) {
            HttpAnswers.json(
                    response,
                    service.calibrations()
                            .find(view.model().version(), name)
                            .map(calibration -> CalibrationJson.of(calibration, true))
                            .orElseThrow(() -> new ProblemException(
                                    ProblemType.NOT_FOUND,
                                    view.model().version() + " has no calibration '" + name
                                            + "'; GET /v1/calibrations lists them")));
        }
    }

    private void evaluate(ServerRequest request, ServerResponse response) {
        requireNone(request);
        Object answer = admitted(guest -> {
            EvaluationRequestJson json = bodies.json(request, guest, EvaluationRequestJson.class);
            guest.enter();
            EvaluationRequest asked = reader.evaluation(json);
            try (LiveView view = service.view(reader.after(json.after()), limits.patience())) {
                return EvaluationJson.of(service.evaluate(view, asked));
            }
        });
        HttpAnswers.json(response, answer);
    }

    private void recall(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, Set.of("sample", "k", "ef", "seed"));
        Object answer = admitted(guest -> single(() -> {
            guest.enter();
            Integer seed = parameters.whole("seed");
            RecallRequestJson json = new RecallRequestJson(
                    parameters.whole("sample"),
                    parameters.whole("k"),
                    parameters.whole("ef"),
                    seed == null ? null : (long) seed);
            int sample = RequestReader.drawn("/sample", json.sample(), DEFAULT_RECALL_SAMPLE);
            int k = reader.k(json.k(), DEFAULT_RECALL_K);
            int effort = reader.effort(json.ef());
            try (LiveView view = service.view(ReadPosition.ANY, limits.patience())) {
                AnnRecall.Result measured =
                        service.recall(view, sample, k, effort, json.seed() == null ? 0 : json.seed());
                return new RecallJson(
                        view.model().version().key(),
                        IndexJson.of(view.snapshot().commit()),
                        k,
                        effort,
                        measured.recall(),
                        measured.lowest(),
                        measured.queries(),
                        measured.source().name().toLowerCase(Locale.ROOT));
            }
        }));
        HttpAnswers.json(response, answer);
    }

    private interface Work<T> {
        T with(Admission.Guest guest);
    }

    /** The answer is sent when the place has been given back: a client that reads slowly takes nobody's. */
    private <T> T admitted(Work<T> work) {
        try (Admission.Guest guest = service.admission().arrive()) {
            return work.with(guest);
        }
    }

    /** Where the body has no fields, a problem names none. */
    private static <T> T single(Supplier<T> work) {
        try {
            return work.get();
        } catch (ProblemException e) {
            throw e.withoutField();
        }
    }

    private static void requireNone(ServerRequest request) {
        Parameters.of(request, Set.of());
    }

    private static LookupRequestJson lookupJson(Parameters parameters, QueryJson query) {
        return new LookupRequestJson(
                List.of(query),
                parameters.whole("k"),
                filter(parameters),
                parameters.flag("exact"),
                parameters.real("radius"),
                parameters.whole("ef"),
                split(parameters.all("include")),
                after(parameters));
    }

    private static MatchRequestJson matchJson(Parameters parameters, QueryJson query) {
        QueryJson identified = query.identified(
                parameters.text("queryId").orElse(null),
                parameters.text("actual").orElse(null));
        return new MatchRequestJson(
                List.of(identified),
                parameters.text("calibration").orElse(null),
                parameters.text("cutpoint").orElse(null),
                parameters.real("threshold"),
                parameters.text("matcher").orElse(null),
                parameters.whole("k"),
                parameters.text("noMatchLabel").orElse(null),
                filter(parameters),
                parameters.flag("exact"),
                parameters.whole("ef"),
                after(parameters));
    }

    private static FilterJson filter(Parameters parameters) {
        return new FilterJson(parameters.all("label"), parameters.all("withoutLabel"), parameters.attributes());
    }

    private static List<String> split(List<String> values) {
        return values.stream().flatMap(value -> Stream.of(value.split(",", -1))).toList();
    }

    private static @Nullable List<AfterJson> after(Parameters parameters) {
        List<AfterJson> after = new ArrayList<>();
        for (String position : split(parameters.all("after"))) {
            Matcher matcher = AFTER.matcher(position);
            if (!matcher.matches()) {
                throw Parameters.refused("after", "is PARTITION:OFFSET", position);
            }
            after.add(new AfterJson(Integer.valueOf(matcher.group(1)), Long.valueOf(matcher.group(2))));
        }
        return after.isEmpty() ? null : after;
    }
}
