package dev.semblance.standalone.verify;

import dev.semblance.standalone.verify.Difference.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts all differences and keeps the first ones. For one thread. */
final class Differences {
    private final int kept;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<Difference> first = new ArrayList<>();

    Differences(int kept) {
        this.kept = kept;
    }

    void add(Kind kind, String where, String what) {
        counts.merge(kind, 1L, Long::sum);
        if (first.size() < kept) {
            first.add(new Difference(kind, where, what));
        }
    }

    Map<Kind, Long> counts() {
        return counts;
    }

    List<Difference> first() {
        return first;
    }
}
