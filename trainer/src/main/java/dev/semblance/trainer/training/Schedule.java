package dev.semblance.trainer.training;

/**
 * How the learning rate changes over a run.
 *
 * @param shape of the curve
 * @param warmUp share of the run, 0 to below 1, in which the rate rises in a line from 0; only for
 *     {@link Shape#WARM_UP_COSINE}
 * @param floor least factor at the end, 0 to 1; not for {@link Shape#FIXED}
 */
public record Schedule(Shape shape, double warmUp, double floor) {
    /** The curves there are. */
    public enum Shape {
        /** The same rate throughout: right where it is not known how long the run will be. */
        FIXED,
        /** Falls along half a cosine from the first step on. */
        COSINE,
        /** Rises first: large first steps can draw all embeddings together, which takes most of a short run to undo. */
        WARM_UP_COSINE
    }

    public Schedule {
        if (!(warmUp >= 0 && warmUp < 1)) {
            throw new IllegalArgumentException("the warm-up is a share of the run, 0 to below 1, not " + warmUp);
        }
        if (!(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("the floor of the learning rate is a factor, 0 to 1, not " + floor);
        }
    }

    /**
     * Factor of the learning rate, 0 to 1, as TensorFlow Similarity's WarmupCosineDecay has it: linear to 1 at the end
     * of the warm-up, then {@code (1 - floor) (1 + cos(pi t)) / 2 + floor}.
     *
     * @param progress share of the run that is done, 0 to 1; more counts as 1
     */
    public double factor(double progress) {
        double done = Math.clamp(progress, 0, 1);
        return switch (shape) {
            case FIXED -> 1;
            case COSINE -> fall(done);
            case WARM_UP_COSINE -> done < warmUp ? done / warmUp : fall((done - warmUp) / (1 - warmUp));
        };
    }

    private double fall(double t) {
        return (1 - floor) * (1 + Math.cos(Math.PI * t)) / 2 + floor;
    }
}
