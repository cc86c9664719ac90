package dev.semblance.benchmarks.index;

import dev.semblance.core.OperatorException;
import dev.semblance.core.index.IndexSettings;
import picocli.CommandLine.Option;

/** The flags that all parts share: the vectors, and how the shard is built where that is not the default. */
final class IndexOptions {
    @Option(names = "--dimension", paramLabel = "N", description = "of the vectors")
    private int dimension = 64;

    @Option(names = "--seed", paramLabel = "N", description = "of the vectors and queries")
    private long seed = 42;

    @Option(names = "--connections", paramLabel = "N", description = "HNSW's M")
    private int connections = IndexSettings.DEFAULT.connections();

    @Option(names = "--beam-width", paramLabel = "N", description = "candidates when a node is linked")
    private int beamWidth = IndexSettings.DEFAULT.beamWidth();

    @Option(names = "--graph-threshold", paramLabel = "T", description = "a segment of n gets a graph if n > T ln n")
    private int graphThreshold = IndexSettings.DEFAULT.graphThreshold();

    @Option(names = "--buffered", paramLabel = "N", description = "documents that are flushed as one segment")
    private int buffered = IndexSettings.DEFAULT.maxBufferedDocuments();

    @Option(names = "--segments-per-tier", paramLabel = "N", description = "before they are merged")
    private int segmentsPerTier = IndexSettings.DEFAULT.segmentsPerTier();

    @Option(names = "--floor", paramLabel = "N", description = "documents; smaller segments count as this large")
    private int floorDocuments = IndexSettings.DEFAULT.floorDocuments();

    int dimension() {
        if (dimension < 4 || dimension > 1024) {
            throw new OperatorException("--dimension is 4 to 1024, not " + dimension);
        }
        return dimension;
    }

    ClusteredVectors vectors() {
        return new ClusteredVectors(dimension(), seed);
    }

    IndexSettings settings() {
        try {
            return new IndexSettings(connections, beamWidth, graphThreshold, buffered, segmentsPerTier, floorDocuments);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(e.getMessage() + "; see ./semblance bench index --help", e);
        }
    }
}
