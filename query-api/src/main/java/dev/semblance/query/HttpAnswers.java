package dev.semblance.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.query.Responses.ProblemJson;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers as JSON, and refusals as {@code application/problem+json} (RFC 9457). */
final class HttpAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(HttpAnswers.class);
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String PROBLEM_TYPE = "application/problem+json";

    private HttpAnswers() {}

    static void json(ServerResponse response, byte[] body) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(body);
    }

    /** Everything that a handler throws becomes a problem. */
    static void problems(HttpRouting.Builder routing, ServiceMetrics metrics) {
        routing.any((request, response) -> {
                    throw new ProblemException(
                            ProblemType.NOT_FOUND,
                            "there is nothing at " + request.path().path() + "; /docs tells what there is");
                })
                .error(ProblemException.class, (request, response, problem) -> {
                    metrics.refusedRequest(problem.type());
                    send(response, problem);
                })
                .error(HttpException.class, HttpAnswers::sendHttpFault)
                // An error, too: a corrupt file may show as one, and a client is to get its answer.
                .error(Throwable.class, (request, response, fault) -> {
                    metrics.refusedRequest(ProblemType.INTERNAL);
                    sendFailure(request, response, fault);
                });
    }

    /** What is refused before any handler sees it, such as a path that cannot be decoded, is a problem too. */
    static void problems(DirectHandlers.Builder handlers) {
        for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
            handlers.addHandler(event, HttpAnswers::unread);
        }
    }

    private static DirectHandler.TransportResponse unread(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType event,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        ProblemType type = status.code() < Status.INTERNAL_SERVER_ERROR_500.code()
                ? ProblemType.BAD_REQUEST
                : ProblemType.INTERNAL;
        ProblemException problem = new ProblemException(type, "the request is no HTTP that is understood: " + message);
        return DirectHandler.TransportResponse.builder()
                .status(Status.create(type.status()))
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, PROBLEM_TYPE)
                .keepAlive(false)
                .entity(bytes(ProblemJson.of(problem)))
                .build();
    }

    private static void sendHttpFault(ServerRequest request, ServerResponse response, HttpException fault) {
        ProblemType type = fault.status().code() < Status.INTERNAL_SERVER_ERROR_500.code()
                ? ProblemType.BAD_REQUEST
                : ProblemType.INTERNAL;
        send(response, new ProblemException(type, String.valueOf(fault.getMessage())));
    }

    private static void sendFailure(ServerRequest request, ServerResponse response, Throwable fault) {
        LOG.error("{} {} failed", request.prologue().method(), request.path().path(), fault);
        send(
                response,
                new ProblemException(
                        ProblemType.INTERNAL, "the request could not be answered; the log of the service says why"));
    }

    private static void send(ServerResponse response, ProblemException problem) {
        if (problem.type().passes()) {
            response.header(HeaderNames.RETRY_AFTER, "1");
        }
        response.status(problem.type().status()).header(HeaderNames.CONTENT_TYPE, PROBLEM_TYPE);
        response.send(bytes(ProblemJson.of(problem)));
    }

    static byte[] bytes(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a response is always JSON", e);
        }
    }
}
