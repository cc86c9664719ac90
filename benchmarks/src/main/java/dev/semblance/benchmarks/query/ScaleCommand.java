package dev.semblance.benchmarks.query;

import dev.semblance.benchmarks.index.CorpusIndex;
import dev.semblance.benchmarks.index.NearestIds;
import dev.semblance.benchmarks.index.PlainSearch;
import dev.semblance.benchmarks.index.Report;
import dev.semblance.core.index.IndexSettings;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.index.Neighbour;
import dev.semblance.standalone.console.Console;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a search finds and costs in a large index, beside Lucene's own query and hnswlib. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Recall, queries/s and latency by effort, against plain Lucene and hnswlib on the same vectors.")
final class ScaleCommand implements Callable<Integer> {
    @Mixin
    private final CorpusOptions options = new CorpusOptions();

    @Option(
            names = "--documents",
            split = ",",
            paramLabel = "N",
            description = "sizes of the index, one after the other")
    private int[] documents = {20_000, 200_000};

    @Option(names = "--efforts", split = ",", paramLabel = "EF", description = "candidates that a search keeps")
    private int[] efforts = {10, 20, 40, 70, 100, 150, 200, 400};

    @Option(names = "--threads", paramLabel = "N", description = "that ask at a time")
    private int threads = 1;

    @Option(names = "--rounds", paramLabel = "N", description = "turns of each search, after one that does not count")
    private int rounds = 5;

    @Option(names = "--no-peer", description = "leave hnswlib out")
    private boolean noPeer;

    /** One size; {@code segments} of the live shard. */
    record Size(int documents, int segments, String peer, ScaleRun.Outcome outcome) {}

    record Result(int dimension, int threads, int rounds, IndexSettings settings, List<String> jvm, List<Size> sizes) {}

    @Override
    public Integer call() throws Exception {
        Console console = new Console(System.err, false);
        List<Size> sizes = new ArrayList<>();
        try (CorpusOptions.Place place = options.place()) {
            for (int count : documents) {
                try (CorpusIndex corpus = options.open(place, count, console)) {
                    sizes.add(measure(place.path().resolve("hnswlib-" + count), corpus, console));
                }
            }
        }
        Report.print(
                "query scale",
                new Result(
                        options.dimension(),
                        threads,
                        rounds,
                        IndexSettings.DEFAULT,
                        ManagementFactory.getRuntimeMXBean().getInputArguments(),
                        sizes));
        return CommandLine.ExitCode.OK;
    }

    private Size measure(Path folder, CorpusIndex corpus, Console console) throws IOException, InterruptedException {
        IndexSnapshot live = corpus.live();
        IndexSnapshot merged = corpus.merged();
        Optional<HnswlibPeer> peer =
                noPeer ? Optional.empty() : Optional.of(HnswlibPeer.start(folder, corpus, threads()));
        try (PlainSearch plain = corpus.plain()) {
            List<Contender> contenders = new ArrayList<>(List.of(
                    new InProcess(ScaleRun.MERGED, searchOf(merged), corpus.queries()),
                    new InProcess(ScaleRun.LIVE, searchOf(live), corpus.queries()),
                    new InProcess(ScaleRun.PLAIN, plain, corpus.queries())));
            peer.ifPresent(contenders::add);
            console.line("%d documents, %d live segments", corpus.vectors().size(), live.segments());
            return new Size(
                    corpus.vectors().size(),
                    live.segments(),
                    peer.map(HnswlibPeer::start).orElse("none"),
                    new ScaleRun(corpus, contenders, rounds, threads, console).run(efforts));
        } finally {
            peer.ifPresent(HnswlibPeer::close);
            merged.release();
            live.release();
        }
    }

    private static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static NearestIds searchOf(IndexSnapshot snapshot) {
        return (query, effort) -> snapshot.nearest(query, NearestIds.K, effort).stream()
                .map(Neighbour::id)
                .toList();
    }
}
