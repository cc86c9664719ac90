package dev.semblance.trainer.data;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Files that are left out: how many for each reason, and the first few of them.
 *
 * @param counts files for each reason that there is
 * @param examples the first files for each reason
 */
public record SkippedFiles(Map<SkipReason, Long> counts, Map<SkipReason, List<Path>> examples) {
    /** None at all. */
    public static final SkippedFiles NONE = new SkippedFiles(Map.of(), Map.of());

    public SkippedFiles {
        counts = inOrder(counts);
        examples = inOrder(examples);
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** A copy in the order of the reasons. */
    private static <T> Map<SkipReason, T> inOrder(Map<SkipReason, T> map) {
        Map<SkipReason, T> ordered = new EnumMap<>(SkipReason.class);
        ordered.putAll(map);
        return Collections.unmodifiableMap(ordered);
    }
}
