package dev.semblance.benchmarks.query;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The client's process. Reads bodies from a file (length, then bytes, each) and orders from standard input, one a line,
 * and answers each with a line of JSON:
 *
 * <pre>
 * full CONNECTIONS MILLIS           each connection asks again as soon as it is answered
 * due CONNECTIONS MILLIS RATE SEED  requests are due at random times, RATE a second, whatever the answers take
 * </pre>
 */
final class LoadClient {
    private final URI target;
    private final String contentType;
    private final List<byte[]> bodies;

    private LoadClient(URI target, String contentType, List<byte[]> bodies) {
        this.target = target;
        this.contentType = contentType;
        this.bodies = List.copyOf(bodies);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        LoadClient client = new LoadClient(URI.create(arguments[0]), arguments[1], read(Path.of(arguments[2])));
        JsonMapper json = JsonMapper.builder().build();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(json.writeValueAsString(client.obey(order.split(" "))));
        }
    }

    private static List<byte[]> read(Path file) throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                bodies.add(in.readNBytes(in.readInt()));
            }
        } catch (EOFException end) {
            return bodies;
        }
    }

    private LoadReport obey(String[] order) throws InterruptedException {
        int connections = Integer.parseInt(order[1]);
        Duration length = Duration.ofMillis(Long.parseLong(order[2]));
        return order[0].equals("full")
                ? LoadRun.full(connections, length, this::connect)
                : LoadRun.due(
                        connections, length, Double.parseDouble(order[3]), Long.parseLong(order[4]), this::connect);
    }

    private LoadRun.Caller connect() throws IOException {
        HttpConnection connection = new HttpConnection(target, contentType);
        return new LoadRun.Caller() {
            @Override
            public void ask(int request) throws IOException {
                connection.post(bodies.get(request % bodies.size()));
            }

            @Override
            public void close() throws IOException {
                connection.close();
            }
        };
    }
}
