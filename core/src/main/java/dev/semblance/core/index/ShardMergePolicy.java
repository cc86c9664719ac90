package dev.semblance.core.index;

import java.io.IOException;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.TieredMergePolicy;

/**
 * Lucene's tiered merges, by documents instead of bytes: what a segment costs a query, and when it gets a graph,
 * depends on how many it holds and not on their dimension.
 */
final class ShardMergePolicy extends TieredMergePolicy {
    private static final double DOCUMENTS_PER_MEGABYTE = 1024 * 1024;
    /** A merge of more would keep a core busy for longer than an hour. */
    private static final int LARGEST = 5_000_000;

    ShardMergePolicy(IndexSettings settings) {
        setSegmentsPerTier(settings.segmentsPerTier());
        setFloorSegmentMB(settings.floorDocuments() / DOCUMENTS_PER_MEGABYTE);
        setMaxMergedSegmentMB(LARGEST / DOCUMENTS_PER_MEGABYTE);
        // A segment is three files to copy instead of some twenty.
        setNoCFSRatio(1.0);
    }

    /** Live documents in place of bytes. */
    @Override
    protected long size(SegmentCommitInfo segment, MergeContext context) throws IOException {
        return Math.max(1, segment.info.maxDoc() - context.numDeletesToMerge(segment));
    }
}
