package dev.semblance.benchmarks.query;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.OperatorException;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A {@link LoadClient} in a JVM of its own. For one thread. */
final class LoadProcess implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream orders;

    private LoadProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts it.
     *
     * @param target what it asks
     * @param bodies that it sends, over and over
     * @param file for the bodies
     */
    static LoadProcess start(URI target, String contentType, List<byte[]> bodies, Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            for (byte[] body : bodies) {
                out.writeInt(body.length);
                out.write(body);
            }
        }
        return new LoadProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadClient.class.getName(),
                        target.toString(),
                        contentType,
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Each of so many connections asks again as soon as it is answered. */
    LoadReport full(int connections, Duration time) throws IOException {
        return obey("full " + connections + " " + time.toMillis());
    }

    /** Requests are due at random times, whatever the answers take. */
    LoadReport due(int connections, Duration time, double rate, long seed) throws IOException {
        return obey("due " + connections + " " + time.toMillis() + " " + rate + " " + seed);
    }

    private LoadReport obey(String order) throws IOException {
        orders.println(order);
        String answer = answers.readLine();
        if (answer == null) {
            throw new OperatorException("the client's process ended; what it wrote stands above");
        }
        return JSON.readValue(answer, LoadReport.class);
    }

    @Override
    public void close() {
        orders.close();
        process.destroy();
    }
}
