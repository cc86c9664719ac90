package dev.semblance.benchmarks.index;

import dev.semblance.core.index.IndexSettings;
import dev.semblance.core.index.IndexedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.FSDirectory;

/** Lucene alone, set up as Semblance does it, with nothing published. */
final class BareShard implements Shard {
    static final String ID = "id";
    static final String EMBEDDING = "embedding";

    private static final int MERGES_WAITING = 64;
    private static final int MERGES_RUNNING = 2;

    private final FSDirectory directory;
    private final ConcurrentMergeScheduler scheduler = new ConcurrentMergeScheduler();
    private final IndexWriter writer;

    BareShard(Path folder, IndexSettings settings) throws IOException {
        directory = FSDirectory.open(folder);
        scheduler.setMaxMergesAndThreads(MERGES_WAITING, MERGES_RUNNING);
        writer = new IndexWriter(directory, configuration(settings).setMergeScheduler(scheduler));
    }

    private static IndexWriterConfig configuration(IndexSettings settings) {
        KnnVectorsFormat vectors = new Lucene99HnswVectorsFormat(
                settings.connections(), settings.beamWidth(), 1, null, settings.graphThreshold());
        return new IndexWriterConfig(null)
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return vectors;
                    }
                })
                .setMergePolicy(new ByDocuments(settings))
                .setMaxBufferedDocs(settings.maxBufferedDocuments())
                .setMaxFullFlushMergeWaitMillis(0)
                .setCommitOnClose(false);
    }

    @Override
    public void put(IndexedImage image) throws IOException {
        Document document = new Document();
        document.add(new StringField(ID, image.id(), Field.Store.YES));
        document.add(
                new KnnFloatVectorField(EMBEDDING, image.embedding().toArray(), VectorSimilarityFunction.DOT_PRODUCT));
        writer.updateDocument(new Term(ID, image.id()), document);
    }

    @Override
    public void commit() throws IOException {
        writer.commit();
    }

    /** Makes one segment of all. */
    void forceMerge() throws IOException {
        writer.forceMerge(1);
    }

    @Override
    public int merges() {
        return scheduler.mergeThreadCount();
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            writer.rollback();
        }
    }

    /** The sizes of segments are counted in documents. */
    private static final class ByDocuments extends TieredMergePolicy {
        ByDocuments(IndexSettings settings) {
            setSegmentsPerTier(settings.segmentsPerTier());
            setFloorSegmentMB(settings.floorDocuments() / (1024.0 * 1024));
            setNoCFSRatio(1.0);
        }

        @Override
        protected long size(SegmentCommitInfo segment, MergeContext context) throws IOException {
            return Math.max(1, segment.info.maxDoc() - context.numDeletesToMerge(segment));
        }
    }
}
