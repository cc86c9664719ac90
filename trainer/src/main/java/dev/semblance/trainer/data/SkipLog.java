package dev.semblance.trainer.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gathers what is left out, and tells the first few files of each reason at once. */
final class SkipLog {
    private static final int EXAMPLES = 5;

    private final LoadListener listener;
    private final Map<SkipReason, Long> counts = new EnumMap<>(SkipReason.class);
    private final Map<SkipReason, List<Path>> examples = new EnumMap<>(SkipReason.class);

    SkipLog(LoadListener listener) {
        this.listener = listener;
    }

    void skip(Path file, SkipReason reason, String detail) {
        counts.merge(reason, 1L, Long::sum);
        List<Path> first = examples.computeIfAbsent(reason, unused -> new ArrayList<>());
        if (first.size() < EXAMPLES) {
            first.add(file);
            listener.skipped(file, detail);
        }
    }

    SkippedFiles files() {
        return new SkippedFiles(counts, examples);
    }
}
