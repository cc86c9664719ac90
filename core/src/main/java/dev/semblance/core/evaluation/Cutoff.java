package dev.semblance.core.evaluation;

/** How many neighbours of a query count, and out of how many: the k or R of a retrieval metric. */
public sealed interface Cutoff {
    /** How many neighbours of a query of that class are looked at. */
    int neighbours(String label);

    /** How many right ones among them are all that can be asked for. */
    int attainable(String label);

    /**
     * The first k, all of which could be right.
     *
     * @param k 1 or more
     */
    record First(int k) implements Cutoff {
        public First {
            requireK(k);
        }

        @Override
        public int neighbours(String label) {
            return k;
        }

        @Override
        public int attainable(String label) {
            return k;
        }
    }

    /**
     * The first k, out of all of the query's class that are in the index.
     *
     * @param k 1 or more
     */
    record FirstOfClass(int k, ClassSizes classes) implements Cutoff {
        public FirstOfClass {
            requireK(k);
        }

        @Override
        public int neighbours(String label) {
            return k;
        }

        @Override
        public int attainable(String label) {
            return classes.size(label);
        }
    }

    /**
     * The first R, where R is how many of the query's class are in the index: the {@code clip_at_r} of the reference.
     */
    record ClassSize(ClassSizes classes) implements Cutoff {
        @Override
        public int neighbours(String label) {
            return classes.size(label);
        }

        @Override
        public int attainable(String label) {
            return classes.size(label);
        }
    }

    private static void requireK(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("a metric looks at 1 neighbour or more, not at " + k);
        }
    }
}
