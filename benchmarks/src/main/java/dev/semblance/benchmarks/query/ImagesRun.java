package dev.semblance.benchmarks.query;

import dev.semblance.benchmarks.Percentiles;
import dev.semblance.benchmarks.index.CorpusIndex;
import dev.semblance.benchmarks.index.NearestIds;
import dev.semblance.core.embedding.DeviceChoice;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.model.ModelStore;
import dev.semblance.standalone.console.Console;
import dev.semblance.trainer.data.LabelledImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The same images embedded in batches by one caller, and looked up over HTTP. Server, client and the embedder by itself
 * are a process each and share nothing but the cores.
 */
final class ImagesRun {
    private static final int EFFORT = 100;

    private final CorpusIndex corpus;
    private final ServedIndex served;
    private final Load load;
    private final Console console;
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    ImagesRun(CorpusIndex corpus, ServedIndex served, Load load, Console console) {
        this.corpus = corpus;
        this.served = served;
        this.load = load;
        this.console = console;
    }

    /**
     * What is done.
     *
     * @param connections of the client
     * @param batches sizes, of which the fastest counts
     * @param rounds that count
     * @param turn length of a turn
     */
    record Load(int connections, List<Integer> batches, int rounds, Duration turn) {
        Load {
            batches = List.copyOf(batches);
        }
    }

    /**
     * One turn of each, in images/s.
     *
     * @param embedder decoded images to vectors, at the best batch size
     * @param decoding the same from encoded images, decoded one after the other by the same caller
     * @param http encoded images to neighbours, over HTTP
     * @param serverCpuMicros CPU time of the server's process for each answer
     * @param clientCpuMicros CPU time of the client's
     */
    record Round(
            int batch, double embedder, double decoding, double http, double serverCpuMicros, double clientCpuMicros) {}

    /**
     * A single caller that asks again as soon as it is answered.
     *
     * @param directP50Micros decoding, embedding and search in the process
     */
    record Lone(double httpP50Micros, double httpP99Micros, double directP50Micros, double directP99Micros) {}

    /**
     * All of it.
     *
     * @param ratio images/s over HTTP, divided by the embedder's on decoded images
     * @param ratioDecoding the same by the embedder's from encoded images
     * @param batchRates images/s of the embedder by batch size, best of the rounds
     */
    record Outcome(
            double ratio, double ratioDecoding, Map<Integer, Double> batchRates, List<Round> rounds, Lone lone) {}

    Outcome run(Path folder) throws IOException, InterruptedException {
        List<LabelledImage> images = served.images().stream().images();
        List<byte[]> encoded = images.stream()
                .limit(corpus.queries().size())
                .map(LabelledImage::encoded)
                .toList();
        List<Pixels> decoded = encoded.stream().map(this::decode).toList();
        ModelStore models = new ModelStore(served.settings().store().models().open(), Clock.systemUTC());
        IndexSnapshot snapshot = corpus.merged();
        try (Embedder embedder = Embedder.load(
                        served.model(),
                        models,
                        DeviceChoice.choose(served.settings().serve().device()));
                LoadProcess client = LoadProcess.start(
                        served.lookup("k=" + NearestIds.K + "&ef=" + EFFORT),
                        "image/png",
                        encoded,
                        folder.resolve("bodies"))) {
            Map<Integer, Double> rates = new LinkedHashMap<>();
            List<Round> rounds = new ArrayList<>();
            for (int i = 0; i <= load.rounds(); i++) {
                Round round = round(embedder, encoded, decoded, client, rates);
                if (i > 0) {
                    rounds.add(round);
                }
            }
            Lone lone = lone(embedder, encoded, snapshot, client);
            Outcome outcome = new Outcome(
                    mean(rounds, Round::http) / mean(rounds, Round::embedder),
                    mean(rounds, Round::http) / mean(rounds, Round::decoding),
                    rates,
                    rounds,
                    lone);
            console.line(
                    "HTTP by the embedder alone: %.3f (decoding too: %.3f); lone: %.0f µs, in the process %.0f µs",
                    outcome.ratio(), outcome.ratioDecoding(), lone.httpP50Micros(), lone.directP50Micros());
            return outcome;
        } finally {
            snapshot.release();
        }
    }

    private Round round(
            Embedder embedder,
            List<byte[]> encoded,
            List<Pixels> decoded,
            LoadProcess client,
            Map<Integer, Double> rates)
            throws IOException {
        int best = 0;
        double bestRate = 0;
        for (int batch : load.batches()) {
            double rate = perSecond(batch, decoded.size(), (from, to) -> embedder.embed(decoded.subList(from, to)));
            rates.merge(batch, rate, Math::max);
            if (rate > bestRate) {
                best = batch;
                bestRate = rate;
            }
        }
        double decoding = perSecond(
                best,
                encoded.size(),
                (from, to) -> embedder.embed(
                        encoded.subList(from, to).stream().map(this::decode).toList()));
        Duration cpu = served.cpu();
        LoadReport report = client.full(load.connections(), load.turn());
        double serverMicros = served.cpu().minus(cpu).toNanos() / 1e3 / report.answers();
        console.line(
                "embedder %.0f/s (batches of %d), decoding too %.0f/s, HTTP %.0f/s; server %.0f µs, client %.0f µs of CPU",
                bestRate, best, decoding, report.perSecond(), serverMicros, report.clientCpuMicros());
        return new Round(best, bestRate, decoding, report.perSecond(), serverMicros, report.clientCpuMicros());
    }

    /** Embeds the images of a list between two places. */
    private interface Batch {
        List<?> embed(int from, int to);
    }

    private double perSecond(int batch, int images, Batch work) {
        long start = System.nanoTime();
        long done = 0;
        int from = 0;
        while (System.nanoTime() - start < load.turn().toNanos()) {
            from = from + batch > images ? 0 : from;
            done += work.embed(from, from + batch).size();
            from += batch;
        }
        return done * 1e9 / (System.nanoTime() - start);
    }

    private Lone lone(Embedder embedder, List<byte[]> encoded, IndexSnapshot snapshot, LoadProcess client)
            throws IOException {
        List<Duration> direct = new ArrayList<>();
        client.full(1, load.turn());
        for (int turn = 0; turn < 2; turn++) {
            direct.clear();
            long start = System.nanoTime();
            for (int i = 0; System.nanoTime() - start < load.turn().toNanos(); i++) {
                long begin = System.nanoTime();
                snapshot.nearest(embedder.embed(decode(encoded.get(i % encoded.size()))), NearestIds.K, EFFORT);
                direct.add(Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        LoadReport http = client.full(1, load.turn());
        Percentiles times = new Percentiles(direct);
        return new Lone(
                http.p50Micros(),
                http.p99Micros(),
                times.percentile(50).toNanos() / 1e3,
                times.percentile(99).toNanos() / 1e3);
    }

    private Pixels decode(byte[] image) {
        try {
            return decoder.decode(image);
        } catch (BadImageException e) {
            throw new IllegalStateException("a test image is an image", e);
        }
    }

    private static double mean(List<Round> rounds, ToDoubleFunction<Round> value) {
        return rounds.stream().mapToDouble(value).average().orElseThrow();
    }
}
