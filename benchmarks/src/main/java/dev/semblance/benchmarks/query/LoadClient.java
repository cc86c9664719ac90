package dev.semblance.benchmarks.query;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.benchmarks.index.ProcessCpu;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

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
        long nanos = Duration.ofMillis(Long.parseLong(order[2])).toNanos();
        return order[0].equals("full")
                ? new Load(connections, nanos, new long[0]).run()
                : new Load(connections, nanos, due(nanos, Double.parseDouble(order[3]), Long.parseLong(order[4])))
                        .run();
    }

    /** Times from the start on, with gaps as independent callers leave them. */
    private static long[] due(long nanos, double rate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> times = new ArrayList<>();
        double at = 0;
        while (true) {
            at -= Math.log(1 - random.nextDouble()) * 1e9 / rate;
            if (at >= nanos) {
                return times.stream().mapToLong(Long::longValue).toArray();
            }
            times.add((long) at);
        }
    }

    /** One load. */
    private final class Load {
        private final int connections;
        private final long nanos;
        private final long[] due;
        private final AtomicInteger next = new AtomicInteger();
        private final List<Duration> times = new ArrayList<>();
        private final List<Duration> late = new ArrayList<>();
        private long start;

        Load(int connections, long nanos, long[] due) {
            this.connections = connections;
            this.nanos = nanos;
            this.due = due;
        }

        LoadReport run() throws InterruptedException {
            long cpu = ProcessCpu.nanos();
            start = System.nanoTime();
            InThreads.run(connections, this::ask);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            return LoadReport.of(times, late, took, ProcessCpu.nanos() - cpu);
        }

        private void ask() {
            List<Duration> mine = new ArrayList<>();
            List<Duration> mineLate = new ArrayList<>();
            try (HttpConnection connection = new HttpConnection(target, contentType)) {
                for (int i = next.getAndIncrement(); goesOn(i); i = next.getAndIncrement()) {
                    long from = awaitTurn(i);
                    mineLate.add(Duration.ofNanos(System.nanoTime() - from));
                    connection.post(bodies.get(i % bodies.size()));
                    mine.add(Duration.ofNanos(System.nanoTime() - from));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            synchronized (this) {
                times.addAll(mine);
                late.addAll(mineLate);
            }
        }

        private boolean goesOn(int request) {
            return due.length == 0 ? System.nanoTime() - start < nanos : request < due.length;
        }

        /** When the request is due. */
        private long awaitTurn(int request) {
            if (due.length == 0) {
                return System.nanoTime();
            }
            long time = start + due[request];
            for (long wait = time - System.nanoTime(); wait > 0; wait = time - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            return time;
        }
    }
}
