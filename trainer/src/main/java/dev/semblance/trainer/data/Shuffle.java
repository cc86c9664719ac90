package dev.semblance.trainer.data;

import java.util.List;
import java.util.SplittableRandom;

/** Puts positions in random order; the same generator gives the same order on every machine. */
final class Shuffle {
    private Shuffle() {}

    /** Fisher and Yates, as in Knuth's algorithm P. */
    static void shuffle(List<Integer> positions, SplittableRandom random) {
        for (int i = positions.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = positions.get(i);
            positions.set(i, positions.get(other));
            positions.set(other, kept);
        }
    }
}
