package dev.semblance.trainer.loss;

/** Which positive of an anchor counts. */
enum PositiveMining {
    /** The nearest. */
    EASY {
        @Override
        Mined mine(Pairs pairs) {
            return Mined.nearest(pairs.distances(), pairs.positives());
        }
    },

    /** The farthest. */
    HARD {
        @Override
        Mined mine(Pairs pairs) {
            return Mined.farthest(pairs.distances(), pairs.positives());
        }
    };

    abstract Mined mine(Pairs pairs);
}
