package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.distance.Embedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ShardMergesTest {
    /** Every merged segment has a graph. */
    private static final IndexSettings GRAPHS = new IndexSettings(4, 8, 1, 1_000, 2, 20);
    /** Merged segments have one from 63 images: {@code 15 ln 63 = 62.1}. */
    private static final IndexSettings FEW_GRAPHS = new IndexSettings(4, 8, 15, 1_000, 2, 100);

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @TempDir
    private Path folder;

    private int put;

    @Test
    @Timeout(60)
    void shouldBuildNoMoreGraphsAtOnceThanThereAreCoresAndGoOnIndexing() throws Exception {
        HeldMerges held = new HeldMerges();
        try (ShardWriter writer = ShardWriter.create(folder, GRAPHS, held)) {
            while (writer.state().merges() < CORES + 3) {
                commit(writer, 10);
            }
            assertThat(writer.state().stalled()).isZero();
            held.release();
            awaitMerges(writer);

            assertThat(held.most).as("graphs at once").hasValueLessThanOrEqualTo(CORES);
            assertThat(held.count).hasValueGreaterThanOrEqualTo(CORES + 3);
            assertThat(documents(writer)).isEqualTo(put);
        }
    }

    @Test
    @Timeout(60)
    void shouldMergeWithoutAGraphWhileGraphsAreBeingBuilt() throws Exception {
        HeldMerges held = new HeldMerges();
        try (ShardWriter writer = ShardWriter.create(folder, FEW_GRAPHS, held)) {
            while (held.count.get() < CORES) {
                commit(writer, 50); // any two of them make a graph
            }
            while (held.count.get() == CORES) {
                commit(writer, 1);
            }
            held.release();
            awaitMerges(writer);

            assertThat(documents(writer)).isEqualTo(put);
        }
    }

    @Test
    @Timeout(60)
    void shouldCloseWhileMergesWait() throws Exception {
        HeldMerges held = new HeldMerges();
        try (ShardWriter writer = ShardWriter.create(folder, GRAPHS, held)) {
            while (writer.state().merges() < CORES + 2) {
                commit(writer, 10);
            }
            held.release();
        }
        try (FSDirectory directory = FSDirectory.open(folder)) {
            assertThat(SegmentInfos.readLatestCommit(directory).totalMaxDoc()).isEqualTo(put);
        }
    }

    private void commit(ShardWriter writer, int images) throws IOException {
        for (int i = 0; i < images; i++) {
            double angle = put++;
            Embedding embedding = Embedding.of((float) Math.cos(angle), (float) Math.sin(angle));
            writer.put(new IndexedImage("image-" + put, embedding, Optional.empty(), Map.of()));
        }
        writer.commit(Map.of());
    }

    private static void awaitMerges(ShardWriter writer) {
        while (writer.state().merges() > 0) {
            Thread.onSpinWait();
        }
    }

    private static long documents(ShardWriter writer) throws IOException {
        writer.commit(Map.of());
        return writer.state().documents();
    }

    /** Holds merges when their files are written, until they are released. */
    private static final class HeldMerges implements SegmentListener {
        final AtomicInteger count = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger atOnce = new AtomicInteger();
        private final CountDownLatch released = new CountDownLatch(1);

        void release() {
            released.countDown();
        }

        @Override
        public void flushed(List<Path> files) {}

        @Override
        public void merged(List<Path> files) {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            count.incrementAndGet();
            await();
            atOnce.decrementAndGet();
        }

        private void await() {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
