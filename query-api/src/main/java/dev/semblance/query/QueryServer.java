package dev.semblance.query;

import dev.semblance.core.ListeningPort;
import dev.semblance.core.OperatorException;
import dev.semblance.core.index.SimdSupport;
import io.helidon.webserver.WebServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.streams.state.HostInfo;

/** A query node: the live index and its HTTP server. */
public final class QueryServer implements AutoCloseable {
    /**
     * The system tells a writer that waits only when a third of this is free again. Its own choice is up to 4 MiB, so
     * that a client on a slow line would seem to take nothing.
     */
    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    private final Deque<Runnable> closing;
    private final Routes routes;
    private final WebServer server;
    private final String host;

    private QueryServer(Deque<Runnable> closing, Routes routes, WebServer server, String host) {
        this.closing = closing;
        this.routes = routes;
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
        Deque<Runnable> closing = new ArrayDeque<>();
        try {
            return start(settings, clock, closing);
        } catch (RuntimeException e) {
            closing.forEach(Runnable::run);
            throw e;
        }
    }

    private static QueryServer start(QuerySettings settings, Clock clock, Deque<Runnable> closing) {
        String advertised = advertisedHost(settings);
        ServiceMetrics metrics = new ServiceMetrics();
        LiveIndex index = new LiveIndex(settings, clock, metrics);
        closing.push(index::close);
        QueryService service = new QueryService(settings, clock, index, metrics);
        closing.push(service::close);
        ConfusionService confusion = new ConfusionService(settings, service.calibrations(), metrics, clock);
        closing.push(confusion::close);
        IndexLag lag = IndexLag.watch(settings.bootstrap(), metrics);
        closing.push(lag::close);
        Routes routes = new Routes();
        new QueryApi(settings, service).addTo(routes);
        new CalibrationApi(settings, service).addTo(routes);
        new ConfusionApi(settings, service, confusion, clock).addTo(routes);
        new NodeApi(settings.model(), service, metrics).addTo(routes);
        new DocsApi().addTo(routes);
        ConnectionTimeout connectionTimeout =
                new ConnectionTimeout(settings.limits().idle(), metrics::closedSlowClient);
        closing.push(connectionTimeout::close);
        WebServer server = listen(settings, routes, metrics, connectionTimeout);
        closing.push(server::stop);
        closing.push(confusion::beginClosing);
        confusion.start(new HostInfo(advertised, server.port()), metrics);
        return new QueryServer(closing, routes, server, settings.host());
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

    private static String advertisedHost(QuerySettings settings) {
        if (!settings.advertisedHost().isEmpty()) {
            return settings.advertisedHost();
        }
        try {
            return InetAddress.getByName(settings.host()).isAnyLocalAddress()
                    ? InetAddress.getLocalHost().getHostName()
                    : settings.host();
        } catch (UnknownHostException e) {
            throw new OperatorException(
                    "other nodes cannot reach '" + settings.host() + "': " + e.getMessage()
                            + "; set serve.advertised-host",
                    e);
        }
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
        closing.forEach(Runnable::run);
    }
}
