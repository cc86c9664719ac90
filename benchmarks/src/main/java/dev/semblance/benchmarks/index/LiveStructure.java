package dev.semblance.benchmarks.index;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexSettings;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.index.Neighbour;
import dev.semblance.core.index.ShardState;
import dev.semblance.standalone.console.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the segments of a shard that is being written cost a query, against the same documents in one segment. The
 * stream is as fast as its merges: after each commit it waits for them, which makes the segments the same in each run.
 */
final class LiveStructure {
    private static final int[] EFFORTS = {10, 20, 40, 70, 100, 150, 200};
    private static final String LIVE = "live";
    private static final String MERGED = "merged";

    private final IndexSettings settings;
    private final Console console;
    private final int dimension;
    private final int documents;
    private final int perCommit;
    private final int moments;
    private final int rounds;
    private final Changes corpus;
    private final List<Embedding> queries;

    /** How much is streamed and measured; {@code moments} evenly over the last half of the stream. */
    record Sizes(int documents, int perCommit, int moments, int queries, int rounds) {}

    LiveStructure(IndexSettings settings, ClusteredVectors vectors, Sizes sizes, Console console) {
        this.settings = settings;
        this.console = console;
        this.documents = sizes.documents();
        this.perCommit = sizes.perCommit();
        this.moments = sizes.moments();
        this.rounds = sizes.rounds();
        this.corpus = Changes.ofNew(vectors.next(documents));
        this.queries = vectors.next(sizes.queries());
        this.dimension = queries.getFirst().dimension();
    }

    /**
     * One moment of the stream.
     *
     * @param equalRecall what the merged shard finds with an effort of 100
     * @param ratio mean CPU time of a query, live by merged, where both find as much
     * @param plainRatio the same of Lucene's own query on the live segments
     * @param ratioAtEffort100 live by merged at the same effort, whatever they find
     */
    record Moment(
            long documents,
            int segments,
            long documentsWithoutGraph,
            double equalRecall,
            double ratio,
            double plainRatio,
            double ratioAtEffort100,
            RecallCurve live,
            RecallCurve merged,
            RecallCurve plain) {}

    record Result(
            IndexSettings settings,
            int dimension,
            double streamCpuMicrosPerDocument,
            double publishedBytesPerByte,
            double meanRatio,
            double meanPlainRatio,
            List<Moment> moments) {}

    Result run(Path folder) throws IOException, InterruptedException {
        List<Moment> measured = new ArrayList<>();
        double cpu = 0;
        double amplification;
        try (PublishedShard shard = PublishedShard.create(folder.resolve(LIVE), settings)) {
            int done = 0;
            for (int moment = 1; moment <= moments; moment++) {
                int until = documents / 2 + (int) ((long) documents * moment / (2L * moments));
                long before = ProcessCpu.nanos();
                while (done < until) {
                    int next = Math.min(done + perCommit, until);
                    for (; done < next; done++) {
                        shard.put(corpus.at(done));
                    }
                    shard.commit();
                    if (done < until) {
                        shard.awaitMerges();
                    }
                }
                cpu += ProcessCpu.nanos() - before;
                measured.add(measure(shard, done, folder.resolve(MERGED + moment)));
            }
            amplification = (double) shard.publishedBytes() / ((long) documents * dimension * Float.BYTES);
        }
        return new Result(
                settings,
                dimension,
                cpu / documents / 1e3,
                amplification,
                measured.stream().mapToDouble(Moment::ratio).average().orElseThrow(),
                measured.stream().mapToDouble(Moment::plainRatio).average().orElseThrow(),
                measured);
    }

    private Moment measure(PublishedShard shard, int count, Path mergedFolder) throws IOException {
        ShardState state = shard.state();
        IndexSnapshot live = shard.open();
        OneSegment.of(shard.work(), mergedFolder, settings);
        try (PublishedShard one = PublishedShard.resume(mergedFolder, settings);
                PlainSearch plain = new PlainSearch(shard.work())) {
            one.commit();
            IndexSnapshot merged = one.open();
            List<RecallCurve> curves = QueryCost.onCorpus(corpus.vectors().subList(0, count), queries, rounds)
                    .compare(List.of(snapshotSearch(live), snapshotSearch(merged), plain), EFFORTS);
            live.release();
            merged.release();
            return moment(state, curves.get(0), curves.get(1), curves.get(2));
        }
    }

    private Moment moment(ShardState state, RecallCurve live, RecallCurve merged, RecallCurve plain) {
        double recall = merged.at(100).recall();
        Moment moment = new Moment(
                state.documents(),
                state.segments(),
                state.documentsWithoutGraph(),
                recall,
                live.microsAt(recall) / merged.microsAt(recall),
                plain.microsAt(recall) / merged.microsAt(recall),
                live.at(100).micros() / merged.at(100).micros(),
                live,
                merged,
                plain);
        console.line(
                "%d documents in %d segments, %d without graph: %.2f x (plain Lucene %.2f x) at recall %.4f; effort 100: %.2f x at recall %.4f",
                moment.documents(),
                moment.segments(),
                moment.documentsWithoutGraph(),
                moment.ratio(),
                moment.plainRatio(),
                recall,
                moment.ratioAtEffort100(),
                live.at(100).recall());
        return moment;
    }

    private static NearestIds snapshotSearch(IndexSnapshot snapshot) {
        return (query, effort) -> snapshot.nearest(query, NearestIds.K, effort).stream()
                .map(Neighbour::id)
                .toList();
    }
}
