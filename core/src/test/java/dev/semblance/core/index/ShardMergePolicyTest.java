package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.distance.Embedding;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardMergePolicyTest {
    /** Of the defaults, in hundredths; graphs need not be built for this. */
    private static final IndexSettings SETTINGS = new IndexSettings(16, 100, 1_000_000, 40, 4, 320);

    private static final int CROSSING = 42;
    private static final int IMAGES = 1_500;
    private static final int PER_COMMIT = 10;

    @TempDir
    private Path folder;

    /** What docs/index-settings.md promises of a stream that merges keep up with, for vectors of any length. */
    @ParameterizedTest
    @ValueSource(ints = {2, 256})
    void shouldKeepFewSegmentsAndAShortTail(int dimension) throws Exception {
        try (ShardWriter writer = ShardWriter.create(folder, SETTINGS, SegmentListener.NONE);
                FSDirectory directory = FSDirectory.open(folder)) {
            for (int i = 0; i < IMAGES; i++) {
                writer.put(image(i, dimension));
                if ((i + 1) % PER_COMMIT == 0) {
                    writer.commit(Map.of());
                    awaitMerges(writer);
                    requireFew(SegmentInfos.readLatestCommit(directory));
                }
            }
        }
    }

    private static void requireFew(SegmentInfos segments) {
        int tail = 0;
        int large = 0;
        for (SegmentCommitInfo segment : segments) {
            boolean small = segment.info.maxDoc() < CROSSING;
            tail += small ? segment.info.maxDoc() : 0;
            large += small ? 0 : 1;
        }
        assertThat(tail).as("images that are scanned").isLessThanOrEqualTo(2 * CROSSING);
        assertThat(large).as("segments with a graph").isLessThanOrEqualTo(5);
    }

    private static IndexedImage image(int number, int dimension) {
        float[] values = new float[dimension];
        values[number % dimension] = 1;
        return new IndexedImage("image-" + number, Embedding.of(values), Optional.empty(), Map.of());
    }

    private static void awaitMerges(ShardWriter writer) {
        while (writer.state().merges() > 0) {
            Thread.onSpinWait();
        }
    }
}
