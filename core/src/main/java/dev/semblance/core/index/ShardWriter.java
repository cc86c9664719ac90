package dev.semblance.core.index;

import dev.semblance.core.image.Thumbnail;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;

/**
 * Folds images by id into one shard: a later image of the same id replaces the earlier one, a delete removes it. What
 * was not committed is gone when the writer closes; whoever feeds it replays from the offset of the last commit.
 *
 * <p>For one thread, but for {@link #state()}.
 */
public final class ShardWriter implements Closeable {
    private final Path folder;
    private final IndexSettings settings;
    private final SegmentDirectory directory;
    private final ShardMerges merges;
    private final IndexWriter writer;
    private volatile Contents committed;

    private ShardWriter(Path folder, IndexSettings settings, SegmentListener listener, OpenMode mode)
            throws IOException {
        this.folder = folder;
        this.settings = settings;
        merges = new ShardMerges(settings);
        directory = new SegmentDirectory(folder, listener);
        try {
            writer = new IndexWriter(directory, configuration().setOpenMode(mode));
            committed = mode == OpenMode.APPEND
                    ? Contents.of(SegmentInfos.readLatestCommit(directory), settings)
                    : Contents.NONE;
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Starts an empty shard; whatever lies in the folder is from an attempt that never counted, and goes. */
    public static ShardWriter create(Path folder, IndexSettings settings, SegmentListener listener) throws IOException {
        return new ShardWriter(folder, settings, listener, OpenMode.CREATE);
    }

    /** Goes on from the commit whose files lie in the folder. */
    public static ShardWriter resume(Path folder, IndexSettings settings, SegmentListener listener) throws IOException {
        return new ShardWriter(folder, settings, listener, OpenMode.APPEND);
    }

    /** Adds an image without a thumbnail, or replaces the one of the same id. */
    public void put(IndexedImage image) throws IOException {
        put(image, Optional.empty());
    }

    /** Adds an image, or replaces the one of the same id, and its thumbnail. */
    public void put(IndexedImage image, Optional<Thumbnail> thumbnail) throws IOException {
        writer.updateDocument(ImageDocument.idTerm(image.id()), ImageDocument.of(image, thumbnail));
    }

    /** Removes an image; one that is not there is no fault. */
    public void delete(String id) throws IOException {
        writer.deleteDocuments(ImageDocument.idTerm(id));
    }

    /**
     * The files of a Lucene commit.
     *
     * @param folder where they lie
     * @param names {@code segments_N} among them
     * @param documents live documents
     */
    record Files(Path folder, List<String> names, long documents) {}

    /**
     * Makes a Lucene commit; its files stay until the next one.
     *
     * @param userData what Lucene keeps with the commit
     */
    Files commit(Map<String, String> userData) throws IOException {
        writer.setLiveCommitData(userData.entrySet());
        writer.commit();
        SegmentInfos segments = SegmentInfos.readLatestCommit(directory);
        committed = Contents.of(segments, settings);
        return new Files(folder, List.copyOf(segments.files(true)), committed.documents());
    }

    /** How the shard is doing; for any thread. */
    public ShardState state() {
        return new ShardState(
                committed.documents(),
                committed.segments(),
                committed.documentsWithoutGraph(),
                merges.mergeThreadCount(),
                merges.stalled(),
                writer.ramBytesUsed());
    }

    /** What a commit holds. */
    private record Contents(long documents, int segments, long documentsWithoutGraph) {
        static final Contents NONE = new Contents(0, 0, 0);

        static Contents of(SegmentInfos infos, IndexSettings settings) {
            long documents = 0;
            long withoutGraph = 0;
            for (SegmentCommitInfo segment : infos) {
                int live = segment.info.maxDoc() - segment.getDelCount();
                documents += live;
                withoutGraph += settings.hasGraph(segment.info.maxDoc()) ? 0 : live;
            }
            return new Contents(documents, infos.size(), withoutGraph);
        }
    }

    /** Drops what was not committed and releases the folder. */
    @Override
    public void close() throws IOException {
        // In a thread that is interrupted, as a cancelled task's is, Lucene would break off half-way.
        boolean interrupted = Thread.interrupted();
        try (directory) {
            writer.rollback();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private IndexWriterConfig configuration() {
        return new IndexWriterConfig(null)
                .setCodec(codec(settings))
                .setMergeScheduler(merges)
                .setMergePolicy(new ShardMergePolicy(settings))
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
