package dev.semblance.query;

import dev.semblance.core.index.IndexCommit;
import java.util.Map;

/**
 * Records that have to be in the index that answers, so that a producer reads what it wrote.
 *
 * @param offsets of the last of them in each partition that matters
 */
record ReadPosition(Map<Integer, Long> offsets) {
    static final ReadPosition ANY = new ReadPosition(Map.of());

    ReadPosition {
        offsets = Map.copyOf(offsets);
    }

    boolean isIn(IndexCommit commit) {
        return offsets.entrySet().stream().allMatch(wanted -> commit.nextOffset(wanted.getKey()) > wanted.getValue());
    }
}
