package dev.semblance.query;

import dev.semblance.core.ListeningPort;
import dev.semblance.core.OperatorException;
import dev.semblance.core.index.SimdSupport;
import io.helidon.webserver.WebServer;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** A query node: the live index and its HTTP server. */
public final class QueryServer implements AutoCloseable {
    /**
     * The system tells a writer that waits only when a third of this is free again. Its own choice is up to 4 MiB, so
     * that a client on a slow line would seem to take nothing.
     */
    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    private final LiveIndex index;
    private final IndexLag lag;
    private final QueryService service;
    private final Routes routes;
    private final ConnectionTimeout connectionTimeout;
    private final WebServer server;
    private final String host;

    private QueryServer(
            LiveIndex index,
            IndexLag lag,
            QueryService service,
            Routes routes,
            ConnectionTimeout connectionTimeout,
            WebServer server,
            String host) {
        this.index = index;
        this.lag = lag;
        this.service = service;
        this.routes = routes;
        this.connectionTimeout = connectionTimeout;
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
        ConnectionTimeout connectionTimeout =
                new ConnectionTimeout(settings.limits().idle(), metrics::closedSlowClient);
        try {
            QueryService service = new QueryService(settings, clock, index, metrics);
            try {
                Routes routes = new Routes();
                new QueryApi(settings, service).addTo(routes);
                new CalibrationApi(settings, service).addTo(routes);
                new NodeApi(settings.model(), service, metrics).addTo(routes);
                new DocsApi().addTo(routes);
                return new QueryServer(
                        index,
                        IndexLag.watch(settings.bootstrap(), metrics),
                        service,
                        routes,
                        connectionTimeout,
                        listen(settings, routes, metrics, connectionTimeout),
                        settings.host());
            } catch (RuntimeException e) {
                service.close();
                throw e;
            }
        } catch (RuntimeException e) {
            connectionTimeout.close();
            index.close();
            throw e;
        }
    }

    private static WebServer listen(
            QuerySettings settings, Routes routes, ServiceMetrics metrics, ConnectionTimeout connectionTimeout) {
        WebServer server = WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .shutdownHook(false)
                .maxTcpConnections(settings.limits().connections())
                .connectionOptions(options ->
                        options.readTimeout(settings.limits().idle()).socketSendBufferSize(SEND_BUFFER_BYTES))
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new TimedConnections(connectionTimeout))
                .directHandlers(HttpAnswers::problems)
                .routing(routing -> {
                    routes.register(routing);
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

    /** What is served, such as {@code GET /v1/status}. */
    public List<String> routes() {
        return routes.names();
    }

    @Override
    public void close() {
        server.stop();
        connectionTimeout.close();
        service.close();
        lag.close();
        index.close();
    }
}
