package dev.semblance.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An S3-compatible server (S3Proxy) with one bucket, on a free port of loopback. It keeps its objects in a folder, so
 * it can be stopped and started again with the same address and data, and be frozen meanwhile.
 *
 * <p>For one thread.
 */
public final class S3Server implements AutoCloseable {
    /** The bucket that is there. */
    public static final String BUCKET = "semblance-tests";

    private static final String ACCESS_KEY = "semblance-tests";
    private static final String SECRET_KEY = "no-secret";

    private final Path folder;
    private final int port;
    private final Thread lastResort = new Thread(this::stop);
    private @Nullable Process process;

    private S3Server(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts a server and waits until it serves.
     *
     * @param folder for its data, its settings and its log
     */
    public static S3Server start(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("data").resolve(BUCKET));
        S3Server server = new S3Server(folder, freePort());
        server.writeSettings();
        Runtime.getRuntime().addShutdownHook(server.lastResort);
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Its address. */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** The credentials that it takes; the build sets them for all tests. */
    public static Map<String, String> environment() {
        return Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    }

    /** Starts it again after {@link #stop}. */
    public void start() throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                        "-cp",
                        libraries() + "/*",
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        folder.resolve("s3proxy.properties").toString())
                .redirectErrorStream(true)
                .start();
        process = started;
        BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            if (line.contains("Started Server")) {
                Thread.ofPlatform().daemon().start(() -> output.lines().forEach(ignored -> {}));
                return;
            }
        }
        throw new IllegalStateException("S3Proxy does not start: " + seen);
    }

    /** Ends it at once, as a crash would. */
    public void stop() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
            process = null;
        }
    }

    /** Makes it take connections and requests without ever answering, until {@link #thaw}. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Makes a frozen one answer again. */
    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        long pid = Objects.requireNonNull(process, "it runs").pid();
        int exit = new ProcessBuilder("kill", name, Long.toString(pid)).start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("cannot send " + name + " to S3Proxy");
        }
    }

    private void writeSettings() throws IOException {
        Files.write(
                folder.resolve("s3proxy.properties"),
                List.of(
                        "s3proxy.endpoint=" + endpoint(),
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + ACCESS_KEY,
                        "s3proxy.credential=" + SECRET_KEY,
                        "jclouds.provider=filesystem-nio2",
                        "jclouds.identity=unused",
                        "jclouds.credential=unused",
                        "jclouds.filesystem.basedir=" + folder.resolve("data").toAbsolutePath()));
        Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%level %logger{0} %msg%n</pattern></encoder>
                  </appender>
                  <logger name="org.gaul.shaded.org.eclipse.jetty.server.Server" level="INFO"/>
                  <root level="WARN"><appender-ref ref="console"/></root>
                </configuration>
                """);
    }

    /** The build puts them beside the classes of this module. */
    private static Path libraries() {
        try {
            Path classes = Path.of(S3Server.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.resolveSibling("lib");
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(lastResort);
        stop();
    }
}
