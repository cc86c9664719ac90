package dev.semblance.benchmarks.index;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.evaluation.ExactNeighbours;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexSettings;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.standalone.console.Console;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Synthetic vectors, queries with their true neighbours, and a shard of the vectors twice: with the segments that the
 * writer left, and as one segment. What is built stays in its folder and is used again.
 */
public final class CorpusIndex implements Closeable {
    private final List<Embedding> vectors;
    private final List<Embedding> queries;
    private final List<Set<String>> truth;
    private final Path merged;
    private final PublishedShard liveShard;
    private final PublishedShard mergedShard;

    private CorpusIndex(
            List<Embedding> vectors,
            List<Embedding> queries,
            List<Set<String>> truth,
            Path merged,
            PublishedShard liveShard,
            PublishedShard mergedShard) {
        this.vectors = vectors;
        this.queries = queries;
        this.truth = truth;
        this.merged = merged;
        this.liveShard = liveShard;
        this.mergedShard = mergedShard;
    }

    /**
     * What the vectors depend on.
     *
     * @param documents how many
     * @param queries how many, of the same kind, none of them a document
     */
    public record Recipe(int documents, int dimension, int queries, long seed) {
        private String folder() {
            return documents + "x" + dimension + "-" + seed;
        }
    }

    /** Opens it in this folder, or builds it there. */
    public static CorpusIndex open(Path folder, Recipe recipe, Console console) throws IOException {
        ClusteredVectors source = new ClusteredVectors(recipe.dimension(), recipe.seed());
        List<Embedding> vectors = source.next(recipe.documents());
        List<Embedding> queries = source.next(recipe.queries());
        IndexSettings settings = IndexSettings.DEFAULT;
        Path here = folder.resolve(recipe.folder());
        Path live = here.resolve("live");
        Path merged = here.resolve("merged");
        Path complete = here.resolve("complete");
        if (!Files.exists(complete)) {
            console.line("building an index of %d vectors in %s", recipe.documents(), here);
            build(live, vectors, settings);
            OneSegment.of(PublishedShard.work(live), merged, settings);
            Files.createFile(complete);
        }
        PublishedShard liveShard = PublishedShard.resume(live, settings);
        PublishedShard mergedShard = PublishedShard.resume(merged, settings);
        liveShard.commit();
        mergedShard.commit();
        return new CorpusIndex(vectors, queries, truth(vectors, queries), merged, liveShard, mergedShard);
    }

    private static void build(Path folder, List<Embedding> vectors, IndexSettings settings) throws IOException {
        Changes changes = Changes.ofNew(vectors);
        try (PublishedShard shard = PublishedShard.create(folder, settings)) {
            for (int i = 0; i < changes.size(); i++) {
                shard.put(changes.at(i));
            }
            shard.awaitMerges();
            shard.commit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while the index was built", e);
        }
    }

    private static List<Set<String>> truth(List<Embedding> vectors, List<Embedding> queries) {
        return new ExactNeighbours(vectors, Distance.COSINE)
                .nearestOfEach(queries, NearestIds.K).stream()
                        .map(neighbours -> neighbours.stream()
                                .map(neighbour -> Changes.id(neighbour.position()))
                                .collect(Collectors.toSet()))
                        .toList();
    }

    /** The vectors of all documents: the one at a position has the id {@link Changes#id} of it. */
    public List<Embedding> vectors() {
        return vectors;
    }

    public List<Embedding> queries() {
        return queries;
    }

    /** Share of the true neighbours among what was found for each query. */
    public double recall(List<List<String>> found) {
        long right = 0;
        long all = 0;
        for (int i = 0; i < found.size(); i++) {
            right += found.get(i).stream().filter(truth.get(i)::contains).count();
            all += truth.get(i).size();
        }
        return (double) right / all;
    }

    /** The shard as the writer left it. The caller releases it. */
    public IndexSnapshot live() throws IOException {
        return liveShard.open();
    }

    /** The same in one segment. The caller releases it. */
    public IndexSnapshot merged() throws IOException {
        return mergedShard.open();
    }

    /** Lucene's own query on the one segment. */
    public PlainSearch plain() throws IOException {
        return new PlainSearch(PublishedShard.work(merged));
    }

    /** Folder of an index store that holds {@link #mergedCommit}. */
    public Path mergedStore() {
        return PublishedShard.store(merged);
    }

    /** The one segment as the index of a model version. */
    public IndexCommit mergedCommit(ModelVersion version) {
        return mergedShard.commitOf(version);
    }

    @Override
    public void close() throws IOException {
        try (liveShard) {
            mergedShard.close();
        }
    }
}
