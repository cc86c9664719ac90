package dev.semblance.core.index;

import dev.semblance.core.matching.LabelledNeighbour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The images of a snapshot that have a label, for who asks much and wants nothing but labels and distances: some
 * thousand neighbours of some thousand queries. The snapshot has to be retained as long as this is used.
 *
 * <p>Safe for use by several threads.
 */
public final class LabelledSnapshot {
    private final IndexSnapshot snapshot;
    /** By document of Lucene. */
    private final @Nullable String[] labels;

    private final Map<String, Integer> classSizes;
    private final int labelled;

    LabelledSnapshot(IndexSnapshot snapshot, @Nullable String[] labels) {
        this.snapshot = snapshot;
        this.labels = labels;
        Map<String, Integer> sizes = new HashMap<>();
        for (String label : labels) {
            if (label != null) {
                sizes.merge(label, 1, Integer::sum);
            }
        }
        this.classSizes = Map.copyOf(sizes);
        this.labelled = sizes.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many images have a label. */
    public int size() {
        return labelled;
    }

    /** How many images of each label there are. */
    public Map<String, Integer> classSizes() {
        return classSizes;
    }

    /** The nearest images that have a label: at most k, nearest first. */
    public List<LabelledNeighbour> nearest(NearestQuery query) {
        try {
            return snapshot.hits(query.onlyLabelled()).stream()
                    .map(hit -> new LabelledNeighbour(Objects.requireNonNull(labels[hit.document()]), hit.distance()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
