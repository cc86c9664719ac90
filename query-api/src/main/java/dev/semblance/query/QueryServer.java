package dev.semblance.query;

import dev.semblance.core.ListeningPort;
import dev.semblance.core.OperatorException;
import dev.semblance.core.index.SimdSupport;
import io.helidon.webserver.WebServer;
import java.net.URI;
import java.time.Clock;

/** A query node: the live index and its HTTP server. */
public final class QueryServer implements AutoCloseable {
    private final LiveIndex index;
    private final IndexLag lag;
    private final QueryService service;
    private final WebServer server;
    private final String host;

    private QueryServer(LiveIndex index, IndexLag lag, QueryService service, WebServer server, String host) {
        this.index = index;
        this.lag = lag;
        this.service = service;
        this.server = server;
        this.host = host;
    }

    /**
     * Starts to follow and to listen. Until an index is live, lookups are answered with 503.
     *
     * @throws OperatorException if the port is taken, or brokers or topics are not there
     */
    public static QueryServer start(QuerySettings settings, Clock clock) {
        SimdSupport.warnWhereMissing();
        ListeningPort.requireFree(settings.host(), settings.port(), "the query service", "choose another with --port");
        ServiceMetrics metrics = new ServiceMetrics();
        LiveIndex index = new LiveIndex(settings, clock, metrics);
        try {
            QueryService service = new QueryService(settings, clock, index, metrics);
            try {
                return new QueryServer(
                        index,
                        IndexLag.watch(settings.bootstrap(), metrics),
                        service,
                        listen(settings, index, service, metrics),
                        settings.host());
            } catch (RuntimeException e) {
                service.close();
                throw e;
            }
        } catch (RuntimeException e) {
            index.close();
            throw e;
        }
    }

    private static WebServer listen(
            QuerySettings settings, LiveIndex index, QueryService service, ServiceMetrics metrics) {
        QueryApi api = new QueryApi(settings, service);
        NodeApi node = new NodeApi(settings.model(), index, service.calibrations(), metrics);
        WebServer server = WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .shutdownHook(false)
                .connectionOptions(
                        options -> options.readTimeout(settings.limits().idle()))
                .routing(routing -> {
                    api.routes(routing);
                    node.routes(routing);
                    HttpAnswers.problems(routing, metrics);
                })
                .build()
                .start();
        if (!server.isRunning()) {
            throw new OperatorException("the query service cannot listen on " + settings.host() + ":" + settings.port()
                    + "; the log says why");
        }
        return server;
    }

    /** Where the server listens. */
    public URI address() {
        return URI.create("http://" + host + ":" + server.port());
    }

    @Override
    public void close() {
        server.stop();
        service.close();
        lag.close();
        index.close();
    }
}
