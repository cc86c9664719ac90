package dev.semblance.benchmarks.index;

import dev.semblance.benchmarks.training.Scratch;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexSettings;
import dev.semblance.standalone.console.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** M and the beam width: what a graph costs, and what it finds. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Connections and beam widths: cost of the graph, recall and queries/s of one segment.")
final class GraphCommand implements Callable<Integer> {
    private static final int[] EFFORTS = {10, 20, 50, 100, 200};

    @Mixin
    private final IndexOptions options = new IndexOptions();

    @Option(names = "--documents", paramLabel = "N", description = "in the segment")
    private int documents = 30_000;

    @Option(names = "--each-connections", split = ",", paramLabel = "M", description = "values of M to try")
    private int[] eachConnections = {8, 16, 32};

    @Option(names = "--each-beam", split = ",", paramLabel = "N", description = "beam widths to try")
    private int[] eachBeam = {50, 100, 200};

    @Option(names = "--queries", paramLabel = "N", description = "queries")
    private int queries = 300;

    @Option(names = "--rounds", paramLabel = "N", description = "turns of each search")
    private int rounds = 3;

    /** One graph; {@code buildCpuMicros} for each document. */
    record Graph(int connections, int beamWidth, double buildCpuMicros, RecallCurve curve) {}

    record Result(int dimension, int documents, List<Graph> graphs) {}

    @Override
    public Integer call() throws Exception {
        Console console = new Console(System.err, false);
        ClusteredVectors vectors = options.vectors();
        List<Embedding> corpus = vectors.next(documents);
        QueryCost cost = QueryCost.onCorpus(corpus, vectors.next(queries), rounds);
        List<Graph> graphs = new ArrayList<>();
        try (Scratch scratch = Scratch.create()) {
            for (int connections : eachConnections) {
                for (int beam : eachBeam) {
                    Path folder = Files.createDirectories(scratch.path().resolve(connections + "-" + beam));
                    Graph graph = graph(folder, connections, beam, corpus, cost);
                    graphs.add(graph);
                    console.line(
                            "M %d, beam %d: %.0f µs to build, effort 100: recall %.4f, %.0f µs",
                            connections,
                            beam,
                            graph.buildCpuMicros(),
                            graph.curve().at(100).recall(),
                            graph.curve().at(100).micros());
                }
            }
        }
        Report.print("index graph", new Result(options.dimension(), documents, graphs));
        return CommandLine.ExitCode.OK;
    }

    private Graph graph(Path folder, int connections, int beam, List<Embedding> corpus, QueryCost cost)
            throws IOException {
        Changes changes = Changes.ofNew(corpus);
        IndexSettings plain = options.settings();
        IndexSettings settings = new IndexSettings(
                connections,
                beam,
                plain.graphThreshold(),
                plain.maxBufferedDocuments(),
                plain.segmentsPerTier(),
                plain.floorDocuments());
        long before = ProcessCpu.nanos();
        try (BareShard shard = new BareShard(folder, settings)) {
            for (int i = 0; i < changes.size(); i++) {
                shard.put(changes.at(i));
            }
            shard.forceMerge();
            shard.commit();
        }
        double micros = (ProcessCpu.nanos() - before) / 1e3 / changes.size();
        try (PlainSearch search = new PlainSearch(folder)) {
            return new Graph(
                    connections,
                    beam,
                    micros,
                    cost.compare(List.of(search), EFFORTS).getFirst());
        }
    }
}
