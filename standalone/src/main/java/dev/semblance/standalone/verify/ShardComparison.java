package dev.semblance.standalone.verify;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.ShardDocuments;
import dev.semblance.standalone.verify.Difference.Kind;
import java.io.IOException;
import java.util.List;

/** Compares the documents of a shard with the fold of its partition, both ways. */
final class ShardComparison {
    private static final double TOLERANCE = 1e-6;

    private final int shard;
    private final ShardFold fold;
    private final ShardDocuments documents;
    private final Differences differences;
    private double largestVectorDifference;
    private long uncheckable;

    ShardComparison(int shard, ShardFold fold, ShardDocuments documents, Differences differences) {
        this.shard = shard;
        this.fold = fold;
        this.documents = documents;
        this.differences = differences;
    }

    void run() throws IOException {
        for (IndexedImage image : fold.images().values()) {
            compare(image);
        }
        documents.forEachId(id -> {
            if (fold.images().containsKey(id)) {
                return;
            }
            if (fold.mayBeCompacted(id)) {
                uncheckable++;
                return;
            }
            differences.add(Kind.EXTRA, where(id), "the topic has no such image below the offset of the commit");
        });
    }

    /** Of one component of a vector, among all that were compared. */
    double largestVectorDifference() {
        return largestVectorDifference;
    }

    /** Documents whose record may be gone from the topic. */
    long uncheckable() {
        return uncheckable;
    }

    private void compare(IndexedImage expected) throws IOException {
        List<IndexedImage> found;
        try {
            found = documents.find(expected.id());
        } catch (IllegalArgumentException e) {
            differences.add(Kind.VECTOR, where(expected.id()), String.valueOf(e.getMessage()));
            return;
        }
        if (found.isEmpty()) {
            differences.add(Kind.MISSING, where(expected.id()), "the image is not in the index");
            return;
        }
        if (found.size() > 1) {
            differences.add(Kind.DOUBLED, where(expected.id()), found.size() + " documents");
        }
        found.forEach(document -> compare(expected, document));
    }

    private void compare(IndexedImage expected, IndexedImage found) {
        double difference = largestDifference(expected.embedding(), found.embedding());
        largestVectorDifference = Math.max(largestVectorDifference, difference);
        if (!(difference <= TOLERANCE)) {
            differences.add(Kind.VECTOR, where(expected.id()), "differs by " + difference);
        }
        if (!found.label().equals(expected.label())) {
            differences.add(Kind.LABEL, where(expected.id()), "is " + found.label() + ", expected " + expected.label());
        }
        if (!found.attributes().equals(expected.attributes())) {
            differences.add(
                    Kind.ATTRIBUTES,
                    where(expected.id()),
                    "are " + found.attributes() + ", expected " + expected.attributes());
        }
    }

    private static double largestDifference(Embedding one, Embedding other) {
        if (one.dimension() != other.dimension()) {
            return Double.POSITIVE_INFINITY;
        }
        float[] first = one.toArray();
        float[] second = other.toArray();
        double largest = 0;
        for (int i = 0; i < first.length; i++) {
            largest = Math.max(largest, Math.abs((double) first[i] - second[i]));
        }
        return largest;
    }

    private String where(String id) {
        return "shard " + shard + " image '" + id + "'";
    }
}
