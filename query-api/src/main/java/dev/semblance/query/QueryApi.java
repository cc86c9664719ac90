package dev.semblance.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.query.Responses.IndexJson;
import dev.semblance.query.Responses.LookupJson;
import dev.semblance.query.Responses.ProblemJson;
import dev.semblance.query.Responses.StatusJson;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes:
 *
 * <pre>
 * POST /v1/lookup?k=10   body: an image file; the nearest images of the live index
 * GET  /v1/status        live version, commit, shards, documents
 * GET  /livez            the process runs
 * GET  /readyz           an index is live
 * GET  /metrics          for Prometheus
 * </pre>
 *
 * Refusals are {@code application/problem+json} (RFC 9457).
 */
final class QueryApi {
    private static final Logger LOG = LoggerFactory.getLogger(QueryApi.class);
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int DEFAULT_K = 10;

    private final QuerySettings settings;
    private final LiveIndex index;
    private final Lookup lookup;
    private final ServiceMetrics metrics;

    QueryApi(QuerySettings settings, LiveIndex index, Lookup lookup, ServiceMetrics metrics) {
        this.settings = settings;
        this.index = index;
        this.lookup = lookup;
        this.metrics = metrics;
    }

    void routes(HttpRouting.Builder routing) {
        routing.post("/v1/lookup", this::lookup)
                .any("/v1/lookup", (request, response) -> refuseMethod(request, "POST"))
                .get("/v1/status", this::status)
                .get("/livez", (request, response) -> response.send("ok\n"))
                .get("/readyz", this::ready)
                .get("/metrics", this::metrics)
                .any((request, response) -> {
                    throw new ProblemException(
                            ProblemType.NOT_FOUND,
                            "there is nothing at " + request.path().path() + "; try POST /v1/lookup or GET /v1/status");
                })
                .error(ProblemException.class, (request, response, fault) -> {
                    metrics.refusedLookup(fault.type());
                    send(response, fault.type(), fault.detail());
                })
                .error(HttpException.class, QueryApi::sendHttpFault)
                .error(Exception.class, QueryApi::sendFailure);
    }

    private void lookup(ServerRequest request, ServerResponse response) {
        int k = k(request);
        requireImage(request);
        byte[] image = body(request);
        try (LiveView view = index.view().orElseThrow(QueryApi::notReady)) {
            Lookup.Answer answer = lookup.nearest(view, image, k);
            metrics.answered(answer);
            json(response, LookupJson.of(answer));
        } catch (BadImageException e) {
            ProblemType type = e.reason() == Reason.TOO_MANY_BYTES || e.reason() == Reason.TOO_MANY_PIXELS
                    ? ProblemType.TOO_LARGE
                    : ProblemType.BAD_IMAGE;
            throw new ProblemException(type, e.getMessage() + " (" + e.reason().code() + ")");
        }
    }

    private int k(ServerRequest request) {
        String text = request.query().first("k").orElse(Integer.toString(DEFAULT_K));
        try {
            int k = Integer.parseInt(text);
            if (k >= 1 && k <= settings.maxK()) {
                return k;
            }
        } catch (NumberFormatException e) {
            // Said below, together with what is out of range.
        }
        throw new ProblemException(
                ProblemType.BAD_REQUEST, "query parameter k is 1 to " + settings.maxK() + ", not '" + text + "'");
    }

    private static void requireImage(ServerRequest request) {
        Optional<String> type =
                request.headers().contentType().map(media -> media.text().toLowerCase(Locale.ROOT));
        if (type.isEmpty() || !type.get().startsWith("image/")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "the body is an image file with Content-Type image/png, image/jpeg, image/gif or image/bmp, not "
                            + type.orElse("without Content-Type"));
        }
    }

    private byte[] body(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        int limit = settings.imageLimits().maxBytes();
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw new ProblemException(
                        ProblemType.TOO_LARGE, "the image has more bytes than the limit of " + limit);
            }
            return body;
        } catch (IOException e) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "the body broke off: " + e.getMessage());
        }
    }

    private void status(ServerRequest request, ServerResponse response) {
        Optional<LiveView> live = index.view();
        if (live.isEmpty()) {
            json(response, new StatusJson(settings.model(), false, null, null, null));
            return;
        }
        try (LiveView view = live.get()) {
            json(
                    response,
                    new StatusJson(
                            settings.model(),
                            true,
                            view.model().version().key(),
                            view.embedder().dimension(),
                            IndexJson.of(view.snapshot().commit())));
        }
    }

    private void ready(ServerRequest request, ServerResponse response) {
        try (LiveView view = index.view().orElseThrow(QueryApi::notReady)) {
            response.send("ready: " + view.model().version() + "\n");
        }
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        response.send(metrics.scrape());
    }

    private static ProblemException notReady() {
        return new ProblemException(
                ProblemType.NOT_READY,
                "no model version of this service is indexed and live yet; see GET /v1/status and try again");
    }

    private static void refuseMethod(ServerRequest request, String allowed) {
        throw new ProblemException(
                ProblemType.METHOD_NOT_ALLOWED, request.path().path() + " takes " + allowed + " only");
    }

    private static void json(ServerResponse response, Object body) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(bytes(body));
    }

    private static void sendHttpFault(ServerRequest request, ServerResponse response, HttpException fault) {
        ProblemType type = fault.status().code() < Status.INTERNAL_SERVER_ERROR_500.code()
                ? ProblemType.BAD_REQUEST
                : ProblemType.INTERNAL;
        send(response, type, String.valueOf(fault.getMessage()));
    }

    private static void sendFailure(ServerRequest request, ServerResponse response, Exception fault) {
        LOG.error("{} {} failed", request.prologue().method(), request.path().path(), fault);
        send(response, ProblemType.INTERNAL, "the request could not be answered; the log of the service says why");
    }

    private static void send(ServerResponse response, ProblemType type, String detail) {
        if (type == ProblemType.NOT_READY) {
            response.header(HeaderNames.RETRY_AFTER, "1");
        }
        response.status(type.status()).header(HeaderNames.CONTENT_TYPE, "application/problem+json");
        response.send(bytes(new ProblemJson(type.type(), type.title(), type.status(), detail)));
    }

    private static byte[] bytes(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a response is always JSON", e);
        }
    }
}
