package dev.semblance.core.index;

/**
 * How a shard is built. docs/index-settings.md has the measurements behind the defaults.
 *
 * @param connections HNSW's M: links of a node (twice as many on the lowest layer)
 * @param beamWidth candidates that are looked at when a node is linked
 * @param graphThreshold Lucene's tiny-segments threshold t: a segment of n vectors gets a graph only when {@code n >
 *     ln(n) * t}; smaller ones are scanned exactly, which costs less than to build graphs that the next merge throws
 *     away
 * @param maxBufferedDocuments documents that are flushed as one segment; below the crossing of the graph threshold, so
 *     that no graph is ever built on the indexing thread
 * @param segmentsPerTier segments of about one size before they are merged: fewer make queries faster and merges more
 * @param floorMegabytes segments below this size count as this large when merges are chosen
 */
public record IndexSettings(
        int connections,
        int beamWidth,
        int graphThreshold,
        int maxBufferedDocuments,
        int segmentsPerTier,
        double floorMegabytes) {
    public static final IndexSettings DEFAULT = new IndexSettings(16, 100, 2_000, 12_000, 8, 16);

    public IndexSettings {
        if (connections < 2
                || beamWidth < connections
                || graphThreshold < 0
                || maxBufferedDocuments < 2
                || segmentsPerTier < 2
                || !(floorMegabytes > 0)) {
            throw new IllegalArgumentException("not usable: " + connections + " connections, beam " + beamWidth
                    + ", graph threshold " + graphThreshold + ", " + maxBufferedDocuments + " buffered documents, "
                    + segmentsPerTier + " segments per tier, floor " + floorMegabytes + " MB");
        }
    }

    /** Whether a segment of so many vectors has a graph, by Lucene's rule. */
    boolean hasGraph(int vectors) {
        return graphThreshold == 0 || vectors > (int) (Math.log(vectors) * graphThreshold);
    }
}
