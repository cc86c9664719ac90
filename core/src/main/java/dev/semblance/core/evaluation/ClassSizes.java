package dev.semblance.core.evaluation;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How many images of each class are in an index: how many a query of that class could find.
 *
 * @param sizes by label; a class that is missing has none
 */
public record ClassSizes(Map<String, Integer> sizes) {
    public ClassSizes {
        sizes = Map.copyOf(sizes);
        sizes.forEach((label, size) -> {
            if (size < 0) {
                throw new IllegalArgumentException("class '" + label + "' cannot have " + size + " images");
            }
        });
    }

    /** Counts the labels of an index. */
    public static ClassSizes of(Collection<String> labels) {
        Map<String, Integer> sizes = new HashMap<>();
        labels.forEach(label -> sizes.merge(label, 1, Integer::sum));
        return new ClassSizes(sizes);
    }

    /** Images of a class, 0 or more. */
    public int size(String label) {
        return sizes.getOrDefault(label, 0);
    }
}
