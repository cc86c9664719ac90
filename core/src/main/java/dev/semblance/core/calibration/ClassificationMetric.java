package dev.semblance.core.calibration;

/**
 * What a threshold is worth, 0 to 1, with the formulas of TensorFlow Similarity's classification metrics; 0/0 is 0.
 * Each is one division of whole numbers, so that thresholds that are equally good by arithmetic are also equal here.
 */
public enum ClassificationMetric {
    /** TP / (TP + FP): share of the accepted that is right. */
    PRECISION("precision", Goal.MAXIMISE, Trend.WORSENS) {
        @Override
        public double of(ClassificationCounts counts) {
            return ratio(counts.truePositives(), counts.accepted());
        }
    },

    /** TP / (TP + FN): share of the right matches that is accepted. */
    RECALL("recall", Goal.MAXIMISE, Trend.IMPROVES) {
        @Override
        public double of(ClassificationCounts counts) {
            return ratio(counts.truePositives(), counts.truePositives() + counts.falseNegatives());
        }
    },

    /** 2 TP / (2 TP + FP + FN): harmonic mean of precision and recall. */
    F1("f1", Goal.MAXIMISE, Trend.IMPROVES) {
        @Override
        public double of(ClassificationCounts counts) {
            int twice = 2 * counts.truePositives();
            return ratio(twice, twice + counts.falsePositives() + counts.falseNegatives());
        }
    },

    /** TP / all: share of all queries that gets its right label. A rightly refused query does not count. */
    BINARY_ACCURACY("binary_accuracy", Goal.MAXIMISE, Trend.IMPROVES) {
        @Override
        public double of(ClassificationCounts counts) {
            return ratio(counts.truePositives(), counts.total());
        }
    },

    /** FP / (FP + TN): share of the wrong matches that is accepted. */
    FALSE_POSITIVE_RATE("fpr", Goal.MINIMISE, Trend.WORSENS) {
        @Override
        public double of(ClassificationCounts counts) {
            return ratio(counts.falsePositives(), counts.falsePositives() + counts.trueNegatives());
        }
    },

    /** TN / (TN + FN): share of the refused that is wrong. */
    NEGATIVE_PREDICTIVE_VALUE("npv", Goal.MAXIMISE, Trend.IMPROVES) {
        @Override
        public double of(ClassificationCounts counts) {
            return ratio(counts.trueNegatives(), counts.trueNegatives() + counts.falseNegatives());
        }
    },

    /** (TP + FP) / all: share of all queries that is accepted. */
    COVERAGE("coverage", Goal.MAXIMISE, Trend.IMPROVES) {
        @Override
        public double of(ClassificationCounts counts) {
            return ratio(counts.accepted(), counts.total());
        }
    };

    private enum Goal {
        MAXIMISE,
        MINIMISE
    }

    /** What becomes of the metric, by and large, as the threshold grows. */
    private enum Trend {
        IMPROVES,
        WORSENS
    }

    private final String id;
    private final Goal goal;
    private final Trend trend;

    ClassificationMetric(String id, Goal goal, Trend trend) {
        this.id = id;
        this.goal = goal;
        this.trend = trend;
    }

    /**
     * The metric of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ClassificationMetric named(String id) {
        for (ClassificationMetric metric : values()) {
            if (metric.id.equals(id)) {
                return metric;
            }
        }
        throw new IllegalArgumentException("there is no classification metric '" + id
                + "'; use precision, recall, f1, binary_accuracy, fpr, npv or coverage");
    }

    /** The metric's value, 0 to 1. */
    public abstract double of(ClassificationCounts counts);

    /** Name in configuration and events. */
    public String id() {
        return id;
    }

    /** Whether a value is as good as the bound or better: at least it, or at most it for what is to be small. */
    public boolean isAsGoodAs(double value, double bound) {
        return switch (goal) {
            case MAXIMISE -> value >= bound;
            case MINIMISE -> value <= bound;
        };
    }

    /**
     * Whether, of the thresholds that are good enough, the largest is wanted. It is for what gets worse as more is
     * accepted; for what gets better the largest would accept everything, and the smallest is wanted.
     */
    boolean prefersPermissive() {
        return trend == Trend.WORSENS;
    }

    private static double ratio(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
