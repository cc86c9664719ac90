package dev.semblance.query;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexedImage;
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
import java.util.Optional;
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
 * </pre>
 */
final class QueryApi {
    private final Exchanges exchanges;
    private final RequestBody bodies;
    private final RequestReader reader;
    private final QueryService service;

    QueryApi(QuerySettings settings, QueryService service) {
        this.exchanges = new Exchanges(service.admission());
        this.bodies = new RequestBody(settings);
        this.reader = new RequestReader(settings.limits());
        this.service = service;
    }

    void addTo(Routes routes) {
        routes.post("/v1/lookup", this::lookup)
                .post("/v1/match", this::match)
                // An id may have slashes in it, which arrive decoded.
                .get("/v1/images/{id:.+}/neighbours", this::neighbours)
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
        exchanges.answer(
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
    private interface Answer<J> {
        Object to(J json, boolean batch);
    }

    private <J> Object answer(
            ServerRequest request,
            Admission.Memory memory,
            Class<J> type,
            Function<QueryJson, J> fromParameters,
            Answer<J> answer) {
        return switch (bodies.query(request, memory)) {
            case Content.Single(QueryJson query) -> withoutFields(() -> answer.to(fromParameters.apply(query), false));
            case Content.Json(byte[] bytes) -> {
                Parameters.of(request, Set.of());
                yield answer.to(service.admission().onCore(() -> RequestBody.parse(bytes, type)), true);
            }
        };
    }

    private Object look(LookupRequestJson json, boolean batch) {
        LookupRequest asked = reader.lookup(json);
        return service.ask(reader.after(json.after()), view -> {
            Lookup.Answer answer = service.lookup(view, asked);
            Function<String, Optional<Embedding>> vectors = vectors(view, asked.include());
            return batch ? LookupBatchJson.of(answer, vectors) : LookupJson.of(answer, vectors);
        });
    }

    private static Function<String, Optional<Embedding>> vectors(LiveView view, Set<Include> include) {
        return include.contains(Include.VECTOR)
                ? id -> view.snapshot().image(id).map(IndexedImage::embedding)
                : id -> Optional.empty();
    }

    private Object decide(MatchRequestJson json, boolean batch) {
        MatchRequest asked = reader.match(json);
        Matching.Answer answer = service.ask(reader.after(json.after()), view -> service.match(view, asked));
        return batch ? MatchBatchJson.of(answer, asked.noMatchLabel()) : MatchJson.of(answer, asked.noMatchLabel());
    }

    private void image(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, Set.of("include", "after"));
        String id = request.path().pathParameters().get("id");
        exchanges.answer(
                response,
                Status.OK_200,
                memory -> withoutFields(() -> {
                    LookupRequestJson json = ParameterRequests.lookup(parameters, QueryJson.id(id));
                    boolean withVector = reader.lookup(json).include().contains(Include.VECTOR);
                    return service.ask(
                            reader.after(json.after()),
                            view -> ImageJson.of(view.snapshot().commit(), Points.find(view, id), withVector));
                }));
    }

    private void neighbours(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, ParameterRequests.LOOKUP);
        String id = request.path().pathParameters().get("id");
        exchanges.answer(
                response,
                Status.OK_200,
                memory -> withoutFields(() -> look(ParameterRequests.lookup(parameters, QueryJson.id(id)), false)));
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
