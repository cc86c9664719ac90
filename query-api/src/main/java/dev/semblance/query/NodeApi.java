package dev.semblance.query;

import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.query.Responses.IndexJson;
import dev.semblance.query.Responses.LagJson;
import dev.semblance.query.Responses.StatusJson;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of the node itself:
 *
 * <pre>
 * GET /v1/status   live version, commit, shards, documents, lag
 * GET /livez       the process runs
 * GET /readyz      an index is live
 * GET /metrics     for Prometheus
 * </pre>
 *
 * <p>The contract of these, too, is {@code openapi.yaml}; {@link DocsApi} serves it.
 */
final class NodeApi {
    private final String model;
    private final QueryService service;
    private final ServiceMetrics metrics;

    NodeApi(String model, QueryService service, ServiceMetrics metrics) {
        this.model = model;
        this.service = service;
        this.metrics = metrics;
    }

    void addTo(Routes routes) {
        routes.get("/v1/status", this::status)
                .get("/livez", NodeApi::live)
                .get("/readyz", this::ready)
                .get("/metrics", this::metrics);
    }

    private static void live(ServerRequest request, ServerResponse response) {
        Parameters.of(request, Set.of());
        text(response, "ok\n");
    }

    private void status(ServerRequest request, ServerResponse response) {
        Parameters.of(request, Set.of());
        HttpAnswers.json(response, HttpAnswers.bytes(status()));
    }

    private StatusJson status() {
        Optional<LiveView> live = service.view();
        if (live.isEmpty()) {
            return new StatusJson(model, false, null, null, null, null, null);
        }
        try (LiveView view = live.get()) {
            return new StatusJson(
                    model,
                    true,
                    view.model().version().key(),
                    view.embedder().dimension(),
                    IndexJson.of(view.snapshot().commit()),
                    metrics.lag()
                            .map(lag -> new LagJson(lag.records(), lag.seconds()))
                            .orElse(null),
                    service.calibrations().of(view.model().version()).stream()
                            .map(VersionCalibration::name)
                            .toList());
        }
    }

    private void ready(ServerRequest request, ServerResponse response) {
        boolean verbose =
                Boolean.TRUE.equals(Parameters.of(request, Set.of("verbose")).flag("verbose"));
        try (LiveView view = service.requireView()) {
            StringBuilder text = new StringBuilder("ready: " + view.model().version() + "\n");
            if (verbose) {
                text.append("[+] index: checkpoint ")
                        .append(view.snapshot().commit().checkpointId())
                        .append(", ")
                        .append(view.snapshot().documents())
                        .append(" documents\n");
                int calibrated =
                        service.calibrations().of(view.model().version()).size();
                text.append(calibrated > 0 ? "[+] " : "[ ] ")
                        .append("calibrations: ")
                        .append(calibrated)
                        .append(calibrated > 0 ? "\n" : ", matches need one or a threshold\n");
                text.append(metrics.lag()
                        .map(lag -> "[+] lag: " + lag.records() + " records\n")
                        .orElse("[ ] lag: not known, no broker has told\n"));
            }
            text(response, text.toString());
        }
    }

    private static void text(ServerResponse response, String text) {
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.send(text);
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        Parameters.of(request, Set.of());
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        response.send(metrics.scrape());
    }
}
