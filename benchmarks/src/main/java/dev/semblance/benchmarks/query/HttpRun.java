package dev.semblance.benchmarks.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.benchmarks.index.CorpusIndex;
import dev.semblance.benchmarks.index.NearestIds;
import dev.semblance.benchmarks.index.PlainSearch;
import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.index.Neighbour;
import dev.semblance.standalone.console.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One index, searched by Lucene's own query, by our search, and over HTTP, in turns. The server is in this process, as
 * the other two are; the client is in another one, and its CPU time is counted apart.
 */
final class HttpRun {
    private static final String VECTOR = "application/octet-stream";
    /** So many that a request hardly ever waits for a connection. */
    private static final int CONNECTIONS_OF_LOAD = 32;

    private static final double LEAST_AGREEMENT = 0.999;

    private final CorpusIndex corpus;
    private final ServedIndex served;
    private final Load load;
    private final Console console;

    HttpRun(CorpusIndex corpus, ServedIndex served, Load load, Console console) {
        this.corpus = corpus;
        this.served = served;
        this.load = load;
        this.console = console;
    }

    /**
     * What is done.
     *
     * @param effort of each search
     * @param threads of searches in the process; connections of the client
     * @param rounds that count
     * @param turn length of a turn
     * @param half length of the load of half the throughput
     */
    record Load(int effort, int threads, int rounds, Duration turn, Duration half) {}

    /**
     * One turn of each, in queries/s.
     *
     * @param lucene Lucene's own query and the ids, in the process
     * @param semblance our search in the process
     * @param http over HTTP
     * @param serverCpuMicros CPU time of the server's process for each answer
     * @param clientCpuMicros CPU time of the client's
     */
    record Round(double lucene, double semblance, double http, double serverCpuMicros, double clientCpuMicros) {}

    /**
     * A single caller that asks again as soon as it is answered.
     *
     * @param httpP50Micros by HTTP
     * @param semblanceP50Micros by our search in the process
     */
    record Lone(double httpP50Micros, double semblanceP50Micros, double luceneP50Micros) {}

    /**
     * At half of the throughput, requests at random times.
     *
     * @param rate requests/s over HTTP
     * @param luceneRate queries/s of Lucene's own query in the process, asked the same way: what this machine does to
     *     tails without HTTP
     */
    record Half(double rate, LoadReport http, double luceneRate, LoadReport lucene) {}

    /**
     * All of it.
     *
     * @param agreement share of the neighbours that HTTP and Lucene's own query both found
     * @param ratio queries/s over HTTP, divided by Lucene's own query in the process
     * @param ratioToSemblance the same by our search in the process
     */
    record Outcome(
            double agreement,
            double httpRecall,
            double luceneRecall,
            double ratio,
            double ratioToSemblance,
            List<Round> rounds,
            Lone lone,
            Half half) {}

    Outcome run(Path folder) throws IOException, InterruptedException {
        List<byte[]> bodies = corpus.queries().stream().map(Embedding::toBytes).toList();
        URI target = served.lookup("k=" + NearestIds.K + "&ef=" + load.effort());
        IndexSnapshot snapshot = corpus.merged();
        try (PlainSearch plain = corpus.plain();
                LoadProcess client = LoadProcess.start(target, VECTOR, bodies, folder.resolve("bodies"))) {
            Contender lucene = new InProcess("lucene", plain, corpus.queries());
            Contender semblance = new InProcess(
                    "semblance",
                    (query, effort) -> snapshot.nearest(query, NearestIds.K, effort).stream()
                            .map(Neighbour::id)
                            .toList(),
                    corpus.queries());
            List<List<String>> byHttp = byHttp(target, bodies);
            List<List<String>> byLucene = lucene.turn(load.effort(), 1).found();
            double agreement = agreement(byHttp, byLucene);
            if (agreement < LEAST_AGREEMENT) {
                throw new OperatorException("HTTP and Lucene agree on " + agreement + " of the neighbours only");
            }
            List<Round> rounds = rounds(lucene, semblance, client);
            Lone lone = new Lone(
                    client.full(1, load.turn()).p50Micros(),
                    percentile50(semblance.turn(load.effort(), 1)),
                    percentile50(lucene.turn(load.effort(), 1)));
            Half half = half(rounds, plain, client);
            Outcome outcome = new Outcome(
                    agreement,
                    corpus.recall(byHttp),
                    corpus.recall(byLucene),
                    mean(rounds, Round::http) / mean(rounds, Round::lucene),
                    mean(rounds, Round::http) / mean(rounds, Round::semblance),
                    rounds,
                    lone,
                    half);
            console.line(
                    "HTTP by Lucene in the process: %.3f (by our search %.3f); lone: %.0f µs, in the process %.0f µs; at %.0f/s: %.0f µs (p50), %.0f µs (p99), %.2f, in the usual second %.2f; Lucene at %.0f/s: %.0f µs, %.0f µs, %.2f, %.2f",
                    outcome.ratio(),
                    outcome.ratioToSemblance(),
                    lone.httpP50Micros(),
                    lone.semblanceP50Micros(),
                    half.rate(),
                    half.http().p50Micros(),
                    half.http().p99Micros(),
                    half.http().tail(),
                    half.http().usualTail(),
                    half.luceneRate(),
                    half.lucene().p50Micros(),
                    half.lucene().p99Micros(),
                    half.lucene().tail(),
                    half.lucene().usualTail());
            return outcome;
        } finally {
            snapshot.release();
        }
    }

    private List<Round> rounds(Contender lucene, Contender semblance, LoadProcess client)
            throws IOException, InterruptedException {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i <= load.rounds(); i++) {
            double plain = perSecond(lucene);
            double ours = perSecond(semblance);
            Duration cpu = served.cpu();
            LoadReport report = client.full(load.threads(), load.turn());
            double serverMicros = served.cpu().minus(cpu).toNanos() / 1e3 / report.answers();
            Round round = new Round(plain, ours, report.perSecond(), serverMicros, report.clientCpuMicros());
            console.line(
                    "Lucene %.0f/s, our search %.0f/s, HTTP %.0f/s; server %.0f µs, client %.0f µs of CPU",
                    round.lucene(), round.semblance(), round.http(), round.serverCpuMicros(), round.clientCpuMicros());
            if (i > 0) {
                rounds.add(round);
            }
        }
        return rounds;
    }

    /** Both sides after one run that does not count: an arrival pattern of its own is new to the compiler. */
    private Half half(List<Round> rounds, PlainSearch plain, LoadProcess client)
            throws IOException, InterruptedException {
        double rate = mean(rounds, Round::http) / 2;
        double luceneRate = mean(rounds, Round::lucene) / 2;
        List<Embedding> queries = corpus.queries();
        LoadRun.Callers inProcess =
                () -> request -> plain.nearest(queries.get(request % queries.size()), load.effort());
        client.due(CONNECTIONS_OF_LOAD, load.turn(), rate, load.rounds());
        LoadReport http = client.due(CONNECTIONS_OF_LOAD, load.half(), rate, load.rounds() + 1L);
        LoadRun.due(CONNECTIONS_OF_LOAD, load.turn(), luceneRate, load.rounds(), inProcess);
        LoadReport lucene = LoadRun.due(CONNECTIONS_OF_LOAD, load.half(), luceneRate, load.rounds() + 1L, inProcess);
        return new Half(rate, http, luceneRate, lucene);
    }

    private double perSecond(Contender contender) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long asked = 0;
        while (System.nanoTime() - start < load.turn().toNanos()) {
            asked += contender.turn(load.effort(), load.threads()).found().size();
        }
        return asked * 1e9 / (System.nanoTime() - start);
    }

    private static List<List<String>> byHttp(URI target, List<byte[]> bodies) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        List<List<String>> found = new ArrayList<>();
        try (HttpConnection connection = new HttpConnection(target, VECTOR)) {
            for (byte[] body : bodies) {
                List<String> ids = new ArrayList<>();
                for (JsonNode neighbour : json.readTree(connection.post(body)).get("neighbours")) {
                    ids.add(neighbour.get("id").asText());
                }
                found.add(ids);
            }
        }
        return found;
    }

    private static double agreement(List<List<String>> some, List<List<String>> others) {
        long both = 0;
        long all = 0;
        for (int i = 0; i < some.size(); i++) {
            both += some.get(i).stream()
                    .filter(new HashSet<>(others.get(i))::contains)
                    .count();
            all += others.get(i).size();
        }
        return (double) both / all;
    }

    private static double percentile50(Contender.Turn turn) {
        return turn.wall().stream()
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray()[turn.wall().size() / 2]
                / 1e3;
    }

    private static double mean(List<Round> rounds, ToDoubleFunction<Round> value) {
        return rounds.stream().mapToDouble(value).average().orElseThrow();
    }
}
