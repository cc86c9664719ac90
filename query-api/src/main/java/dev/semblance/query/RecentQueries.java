package dev.semblance.query;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.model.ModelVersion;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** What was asked last, to measure the index with. Safe for use by several threads. */
final class RecentQueries {
    private static final int KEPT = 1_000;

    private final Deque<Asked> asked = new ArrayDeque<>();

    private record Asked(ModelVersion version, Embedding embedding) {}

    synchronized void add(ModelVersion version, Collection<Embedding> embeddings) {
        for (Embedding embedding : embeddings) {
            if (asked.size() == KEPT) {
                asked.removeFirst();
            }
            asked.addLast(new Asked(version, embedding));
        }
    }

    /** Those of a version, the oldest first. */
    synchronized List<Embedding> of(ModelVersion version) {
        return asked.stream()
                .filter(query -> query.version().equals(version))
                .map(Asked::embedding)
                .toList();
    }
}
