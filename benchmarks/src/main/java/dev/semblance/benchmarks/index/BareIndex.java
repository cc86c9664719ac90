package dev.semblance.benchmarks.index;

import dev.semblance.core.index.IndexSettings;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Bare Lucene as fast as it gets with the settings of Semblance: a shard, and a thread that fills it, for each part.
 */
public final class BareIndex implements Closeable {
    private final List<BareShard> shards;
    private final Duration commitEvery;
    private final ExecutorService threads;

    private BareIndex(List<BareShard> shards, Duration commitEvery) {
        this.shards = shards;
        this.commitEvery = commitEvery;
        this.threads = Executors.newFixedThreadPool(shards.size());
    }

    /** Creates empty shards. */
    public static BareIndex create(Path folder, int shards, Duration commitEvery) throws IOException {
        List<BareShard> created = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            Path own = Files.createDirectories(folder.resolve("shard-" + i));
            created.add(new BareShard(own, IndexSettings.DEFAULT));
        }
        return new BareIndex(created, commitEvery);
    }

    /** Takes a stream in, divided by id, and commits; vectors/s until all shards have. */
    public double perSecond(Changes changes) throws InterruptedException {
        long start = System.nanoTime();
        List<Future<?>> parts = new ArrayList<>();
        for (int shard = 0; shard < shards.size(); shard++) {
            int own = shard;
            parts.add(threads.submit(() -> {
                fill(own, changes);
                return null;
            }));
        }
        for (Future<?> part : parts) {
            try {
                part.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("Lucene did not take the vectors", e.getCause());
            }
        }
        return changes.size() * 1e9 / (System.nanoTime() - start);
    }

    private void fill(int own, Changes changes) throws IOException {
        BareShard shard = shards.get(own);
        long committed = System.nanoTime();
        for (int i = 0; i < changes.size(); i++) {
            if (Math.floorMod(changes.ids().get(i).hashCode(), shards.size()) == own) {
                shard.put(changes.at(i));
            }
            if (System.nanoTime() - committed >= commitEvery.toNanos()) {
                committed = System.nanoTime();
                shard.commit();
            }
        }
        shard.commit();
    }

    @Override
    public void close() throws IOException {
        threads.shutdown();
        for (BareShard shard : shards) {
            shard.close();
        }
    }
}
