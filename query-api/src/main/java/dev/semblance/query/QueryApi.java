package dev.semblance.query;

import dev.semblance.core.image.Thumbnail;
import dev.semblance.query.LookupRequest.Include;
import dev.semblance.query.QueryResponses.ImageJson;
import dev.semblance.query.QueryResponses.LookupBatchJson;
import dev.semblance.query.QueryResponses.LookupJson;
import dev.semblance.query.QueryResponses.MatchBatchJson;
import dev.semblance.query.QueryResponses.MatchJson;
import dev.semblance.query.RequestBody.Content;
import dev.semblance.query.Requests.LookupRequestJson;
import dev.semblance.query.Requests.MatchRequestJson;
import dev.semblance.query.Requests.QueryJson;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is asked of the index. The contract is {@code openapi.yaml}, which {@link DocsApi} serves:
 *
 * <pre>
 * POST /v1/lookup                   what is like this?
 * POST /v1/match                    what is this, if anything that is known?
 * GET  /v1/images/{id}              an image of the index
 * GET  /v1/images/{id}/neighbours   what is like it?
 * GET  /v1/images/{id}/thumbnail    a small picture of it
 * </pre>
 */
final class QueryApi {
    private final Exchanges exchanges;
    private final RequestBody bodies;
    private final QueryRequests reader;
    private final QueryService service;

    QueryApi(QuerySettings settings, QueryService service) {
        this.exchanges = new Exchanges(service.admission());
        this.bodies = new RequestBody(settings);
        this.reader = new QueryRequests(settings.limits());
        this.service = service;
    }

    void addTo(Routes routes) {
        routes.post("/v1/lookup", this::lookup)
                .post("/v1/match", this::match)
                // An id may have slashes in it, which arrive decoded.
                .get("/v1/images/{id:.+}/neighbours", this::neighbours)
                .get("/v1/images/{id:.+}/thumbnail", this::thumbnail)
                .get("/v1/images/{id:.+}", this::image);
    }

    private void lookup(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, ParameterRequests.LOOKUP);
        exchanges.answer(
                response,
                Status.OK_200,
                memory -> answer(
                        request,
                        memory,
                        LookupRequestJson.class,
                        query -> ParameterRequests.lookup(parameters, query),
                        this::look));
    }

    private void match(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, ParameterRequests.MATCH);
        exchanges.answerAndTell(
                response,
                Status.OK_200,
                memory -> answer(
                        request,
                        memory,
                        MatchRequestJson.class,
                        query -> ParameterRequests.match(parameters, query),
                        this::decide));
    }

    /** Answers a request in JSON: the single query that it holds, or all of them. */
    private interface Answer<J, A> {
        A to(J json, boolean batch, Admission.Memory memory);
    }

    private <J, A> A answer(
            ServerRequest request,
            Admission.Memory memory,
            Class<J> type,
            Function<QueryJson, J> fromParameters,
            Answer<J, A> answer) {
        return switch (bodies.query(request, memory)) {
            case Content.Single(QueryJson query) ->
                withoutFields(() -> answer.to(fromParameters.apply(query), false, memory));
            case Content.Json(byte[] bytes) -> {
                Parameters.of(request, Set.of());
                yield answer.to(service.admission().onCore(() -> RequestBody.parse(bytes, type)), true, memory);
            }
        };
    }

    private Object look(LookupRequestJson json, boolean batch, Admission.Memory memory) {
        LookupRequest asked = reader.lookup(json);
        return service.ask(RequestFields.after(json.after()), view -> {
            Lookup.Answer answer = service.lookup(view, asked);
            Extras extras = new Extras(view, asked.include(), service.admission(), memory);
            return batch ? LookupBatchJson.of(answer, extras) : LookupJson.of(answer, extras);
        });
    }

    private Exchanges.Told decide(MatchRequestJson json, boolean batch, Admission.Memory memory) {
        MatchRequest asked = reader.match(json);
        return service.ask(RequestFields.after(json.after()), view -> {
            Matching.Answer answer = service.match(view, asked);
            Extras extras = new Extras(view, asked.include(), service.admission(), memory);
            Object told = batch
                    ? MatchBatchJson.of(answer, asked.noMatchLabel(), extras)
                    : MatchJson.of(answer, asked.noMatchLabel(), extras);
            return new Exchanges.Told(told, () -> service.tell(answer.decisions()));
        });
    }

    private void image(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, Set.of("include", "after"));
        String id = request.path().pathParameters().get("id");
        exchanges.answer(
                response,
                Status.OK_200,
                memory -> withoutFields(() -> {
                    LookupRequestJson json = ParameterRequests.lookup(parameters, QueryJson.id(id));
                    Set<Include> include = reader.lookup(json).include();
                    return service.ask(
                            RequestFields.after(json.after()),
                            view -> ImageJson.of(
                                    view.snapshot().commit(),
                                    Points.find(view, id),
                                    new Extras(view, include, service.admission(), memory)));
                }));
    }

    private void thumbnail(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, Set.of("after"));
        String id = request.path().pathParameters().get("id");
        try (Admission.Memory memory = service.admission().memory()) {
            Thumbnail thumbnail = withoutFields(() -> service.ask(
                    RequestFields.after(ParameterRequests.lookup(parameters, QueryJson.id(id))
                            .after()),
                    view -> thumbnail(view, id)));
            memory.hold(thumbnail.file().length);
            // The image of an id may be replaced at any time.
            ServedFile.of(thumbnail.file(), thumbnail.mediaType(), ServedFile.ASK_AGAIN)
                    .send(request, response);
        }
    }

    private static Thumbnail thumbnail(LiveView view, String id) {
        return view.snapshot().thumbnail(id).orElseThrow(() -> {
            Points.find(view, id);
            return new ProblemException(
                    ProblemType.NOT_FOUND,
                    "the index holds no thumbnail of image '" + id + "'; it was indexed without one");
        });
    }

    private void neighbours(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, ParameterRequests.LOOKUP);
        String id = request.path().pathParameters().get("id");
        exchanges.answer(
                response,
                Status.OK_200,
                memory -> withoutFields(
                        () -> look(ParameterRequests.lookup(parameters, QueryJson.id(id)), false, memory)));
    }

    /** Where the body has no fields, a problem names none. */
    private static <T> T withoutFields(Supplier<T> work) {
        try {
            return work.get();
        } catch (ProblemException e) {
            throw e.withoutField();
        }
    }
}
