package dev.semblance.core.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.FSDirectory;

/**
 * Folds images by id into one shard: a later image of the same id replaces the earlier one, a delete removes it. What
 * was not committed is gone when the writer closes; whoever feeds it replays from the offset of the last commit.
 *
 * <p>For one thread.
 */
public final class ShardWriter implements Closeable {
    private static final int MERGE_THREADS = 1;
    private static final int MERGES_BEFORE_STALL = 6;

    private final Path folder;
    private final FSDirectory directory;
    private final IndexWriter writer;

    private ShardWriter(Path folder, IndexSettings settings, OpenMode mode) throws IOException {
        this.folder = folder;
        directory = FSDirectory.open(folder);
        try {
            writer = new IndexWriter(directory, configuration(settings).setOpenMode(mode));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Starts an empty shard; whatever lies in the folder is from an attempt that never counted, and goes. */
    public static ShardWriter create(Path folder, IndexSettings settings) throws IOException {
        return new ShardWriter(folder, settings, OpenMode.CREATE);
    }

    /** Goes on from the commit whose files lie in the folder. */
    public static ShardWriter resume(Path folder, IndexSettings settings) throws IOException {
        return new ShardWriter(folder, settings, OpenMode.APPEND);
    }

    /** Adds an image, or replaces the one of the same id. */
    public void put(IndexedImage image) throws IOException {
        writer.updateDocument(ImageDocument.idTerm(image.id()), ImageDocument.of(image));
    }

    /** Removes an image; one that is not there is no fault. */
    public void delete(String id) throws IOException {
        writer.deleteDocuments(ImageDocument.idTerm(id));
    }

    /**
     * The files of a Lucene commit.
     *
     * @param folder where they lie
     * @param files names, {@code segments_N} among them
     * @param documents live documents
     * @param position what the commit holds
     */
    record Files(Path folder, List<String> files, long documents, ShardPosition position) {}

    /** Makes a Lucene commit that carries the position as user data; its files stay until the next commit. */
    Files commit(ShardPosition position) throws IOException {
        writer.setLiveCommitData(Map.of(
                        "checkpointId", Long.toString(position.checkpointId()),
                        "nextOffset", Long.toString(position.nextOffset()),
                        "watermark", position.watermark().toString())
                .entrySet());
        writer.commit();
        List<String> files =
                List.copyOf(SegmentInfos.readLatestCommit(directory).files(true));
        return new Files(folder, files, writer.getDocStats().numDocs, position);
    }

    /** Drops what was not committed and releases the folder. */
    @Override
    public void close() throws IOException {
        try (directory) {
            writer.rollback();
        }
    }

    private static IndexWriterConfig configuration(IndexSettings settings) {
        ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
        merges.setMaxMergesAndThreads(MERGES_BEFORE_STALL, MERGE_THREADS);
        return new IndexWriterConfig(null)
                .setCodec(codec(settings))
                .setMergeScheduler(merges)
                .setMaxBufferedDocs(settings.maxBufferedDocuments())
                // Commits must not wait for merges: they stand in the way of the checkpoint barrier.
                .setMaxFullFlushMergeWaitMillis(0)
                .setCommitOnClose(false);
    }

    private static Lucene104Codec codec(IndexSettings settings) {
        KnnVectorsFormat vectors = new Lucene99HnswVectorsFormat(
                settings.connections(), settings.beamWidth(), 1, null, settings.graphThreshold());
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return vectors;
            }
        };
    }
}
