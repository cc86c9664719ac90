package dev.semblance.core.index;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.FolderStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;

/** An index of some shards, and beside it a plain list of the same images to compare with. */
final class Corpus implements Closeable {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");

    private final FolderStore store;
    private final IndexFollower follower;
    private final List<ShardPublisher> publishers = new ArrayList<>();
    private final List<ShardWriter> writers = new ArrayList<>();
    private final List<ShardCommit> commits = new ArrayList<>();
    private final TreeMap<String, IndexedImage> images = new TreeMap<>();
    private int offset;

    Corpus(Path folder, IndexSettings settings, int shards) throws IOException {
        store = new FolderStore(folder.resolve("store"));
        follower = new IndexFollower(store, folder.resolve("cache"));
        for (int shard = 0; shard < shards; shard++) {
            ShardPublisher publisher = new ShardPublisher(store, VERSION, shard, "a", InstantSource.system());
            publishers.add(publisher);
            writers.add(ShardWriter.create(folder.resolve("shard-" + shard), settings, publisher.segments()));
        }
    }

    void put(IndexedImage image) throws IOException {
        writerOf(image.id()).put(image);
        images.put(image.id(), image);
        offset++;
    }

    void delete(String id) throws IOException {
        writerOf(id).delete(id);
        images.remove(id);
        offset++;
    }

    private ShardWriter writerOf(String id) {
        return writers.get(Math.floorMod(id.hashCode(), writers.size()));
    }

    /** Ends a segment of each shard. */
    void commit() throws IOException {
        commits.clear();
        for (int shard = 0; shard < writers.size(); shard++) {
            commits.add(publishers
                    .get(shard)
                    .publish(writers.get(shard), new ShardPosition(offset, offset, Instant.EPOCH)));
        }
    }

    /** Commits and opens. */
    IndexSnapshot open() throws IOException {
        commit();
        return follower.open(new IndexCommit(VERSION, 1, offset, "a", Instant.EPOCH, commits));
    }

    /** What has to be found, by id. */
    List<IndexedImage> images() {
        return List.copyOf(images.values());
    }

    /** All images that pass, the nearest first. */
    List<IndexedImage> nearest(Embedding query, Predicate<IndexedImage> passes) {
        return images.values().stream()
                .filter(passes)
                .sorted(Comparator.comparingDouble(image -> distance(query, image)))
                .toList();
    }

    /** Cosine distance in double precision. */
    static double distance(Embedding query, IndexedImage image) {
        float[] a = query.toArray();
        float[] b = image.embedding().toArray();
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return Math.max(1 - dot, 0);
    }

    static Embedding randomEmbedding(SplittableRandom random, int dimension) {
        float[] values = new float[dimension];
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            values[i] = (float) random.nextGaussian();
            squares += values[i] * values[i];
        }
        for (int i = 0; i < dimension; i++) {
            values[i] /= (float) Math.sqrt(squares);
        }
        return Embedding.of(values);
    }

    @Override
    public void close() throws IOException {
        for (ShardWriter writer : writers) {
            writer.close();
        }
    }
}
