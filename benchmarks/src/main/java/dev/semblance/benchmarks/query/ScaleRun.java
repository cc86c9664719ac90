package dev.semblance.benchmarks.query;

import dev.semblance.benchmarks.Percentiles;
import dev.semblance.benchmarks.index.CorpusIndex;
import dev.semblance.benchmarks.index.RecallCurve;
import dev.semblance.standalone.console.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Searches in turns, with one effort after the other. */
final class ScaleRun {
    static final String MERGED = "semblance-one-segment";
    static final String LIVE = "semblance-live-segments";
    static final String PLAIN = "lucene-one-segment";

    private static final double[] RECALLS = {0.90, 0.95, 0.98};

    private final CorpusIndex corpus;
    private final List<Contender> contenders;
    private final int rounds;
    private final int threads;
    private final Console console;

    ScaleRun(CorpusIndex corpus, List<Contender> contenders, int rounds, int threads, Console console) {
        this.corpus = corpus;
        this.contenders = List.copyOf(contenders);
        this.rounds = rounds;
        this.threads = threads;
        this.console = console;
    }

    /**
     * One effort.
     *
     * @param recall share of the true ten nearest that were found
     * @param queriesPerSecond by the clock, of the best round
     * @param cpuMicros mean CPU time of a query, of the least of each over the rounds
     * @param p50Micros by the clock, over all rounds
     */
    record Point(
            int effort, double recall, double queriesPerSecond, double cpuMicros, double p50Micros, double p99Micros) {}

    /**
     * Costs at a recall, interpolated between efforts.
     *
     * @param cpuMicros by contender; NaN where it never finds as much
     * @param ofPeerByCpu what the last contender needs, divided by what this one needs: 1 is as fast
     * @param ofPeerByClock the same from queries/s
     */
    record AtRecall(
            double recall,
            Map<String, Double> cpuMicros,
            Map<String, Double> ofPeerByCpu,
            Map<String, Double> ofPeerByClock) {}

    record Outcome(Map<String, List<Point>> points, List<AtRecall> atRecall) {}

    Outcome run(int[] efforts) throws IOException, InterruptedException {
        Map<String, List<Point>> points = new LinkedHashMap<>();
        for (int effort : efforts) {
            List<List<Contender.Turn>> turns = new ArrayList<>();
            contenders.forEach(contender -> turns.add(new ArrayList<>()));
            for (int round = 0; round <= rounds; round++) {
                for (int i = 0; i < turns.size(); i++) {
                    Contender.Turn turn = contenders.get(i).turn(effort, threads);
                    if (round > 0) {
                        turns.get(i).add(turn);
                    }
                }
            }
            for (int i = 0; i < turns.size(); i++) {
                Point point = point(effort, turns.get(i));
                points.computeIfAbsent(contenders.get(i).name(), name -> new ArrayList<>())
                        .add(point);
                console.line(
                        "ef %d, %s: recall %.4f, %.0f queries/s, %.0f µs on a core, %.0f µs (p50), %.0f µs (p99)",
                        effort,
                        contenders.get(i).name(),
                        point.recall(),
                        point.queriesPerSecond(),
                        point.cpuMicros(),
                        point.p50Micros(),
                        point.p99Micros());
            }
        }
        List<AtRecall> atRecall = new ArrayList<>();
        for (double recall : RECALLS) {
            atRecall.add(at(recall, points));
        }
        return new Outcome(points, atRecall);
    }

    private Point point(int effort, List<Contender.Turn> turns) {
        int queries = corpus.queries().size();
        double cpu = 0;
        for (int i = 0; i < queries; i++) {
            int query = i;
            cpu += turns.stream().mapToLong(turn -> turn.cpu().get(query)).min().orElseThrow();
        }
        Percentiles wall = new Percentiles(turns.stream()
                .flatMap(turn -> turn.wall().stream())
                .map(Duration::ofNanos)
                .toList());
        double best = turns.stream().mapToLong(Contender.Turn::nanos).min().orElseThrow();
        return new Point(
                effort,
                corpus.recall(turns.getFirst().found()),
                queries * 1e9 / best,
                cpu / queries / 1e3,
                wall.percentile(50).toNanos() / 1e3,
                wall.percentile(99).toNanos() / 1e3);
    }

    private AtRecall at(double recall, Map<String, List<Point>> points) {
        Map<String, Double> cpu = new LinkedHashMap<>();
        Map<String, Double> clock = new LinkedHashMap<>();
        points.forEach((name, curve) -> {
            cpu.put(
                    name,
                    curve(curve.stream().map(p -> at(p, p.cpuMicros())).toList())
                            .microsAt(recall));
            clock.put(
                    name,
                    curve(curve.stream()
                                    .map(p -> at(p, 1e6 / p.queriesPerSecond()))
                                    .toList())
                            .microsAt(recall));
        });
        String peer = contenders.getLast().name();
        AtRecall at = new AtRecall(recall, cpu, relative(cpu, peer), relative(clock, peer));
        console.line("at recall %.2f, of %s's speed on a core: %s", recall, peer, at.ofPeerByCpu());
        return at;
    }

    private static RecallCurve curve(List<RecallCurve.Point> points) {
        return new RecallCurve(points);
    }

    private static RecallCurve.Point at(Point point, double micros) {
        return new RecallCurve.Point(point.effort(), point.recall(), micros, point.p50Micros(), point.p99Micros());
    }

    private static Map<String, Double> relative(Map<String, Double> micros, String peer) {
        Map<String, Double> relative = new LinkedHashMap<>();
        micros.forEach((name, value) -> relative.put(name, micros.getOrDefault(peer, Double.NaN) / value));
        return relative;
    }
}
