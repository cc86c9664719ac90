package dev.semblance.core.distance;

import dev.semblance.core.OperatorException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far apart two embeddings are. Whichever it is, smaller is nearer, so whoever searches or sets a threshold need
 * not know which; hence {@link #INNER_PRODUCT}, a similarity by nature, is negated. Formulas, names and aliases are
 * those of TensorFlow Similarity.
 *
 * <p>A Lucene index of Semblance finds by cosine. The distances of unit vectors that order neighbours as cosine does
 * ({@link #isOrderedLikeCosine()}) can be served from it; the others are for training and exact search.
 */
public enum Distance {
    /** {@code max(1 - a.b, 0)}: 0 to 2 for unit vectors. The vectors are not normalised here. */
    COSINE(true, "cosinedistance") {
        @Override
        float between(float[] query, float[] key) {
            return Math.max(1 - dot(query, key), 0);
        }
    },

    /** {@code sqrt(|a - b|^2)}, which is {@code sqrt(2 cosine)} for unit vectors: 0 to 2. Below 1e-9 it is 0. */
    EUCLIDEAN(true, "euclideandistance l2 pythagorean") {
        @Override
        float between(float[] query, float[] key) {
            double squared = squaredDifference(query, key);
            return squared < NEGLIGIBLE_SQUARE ? 0 : (float) Math.sqrt(squared);
        }
    },

    /** {@code |a - b|^2}, which is {@code 2 cosine} for unit vectors: 0 to 4. */
    SQUARED_EUCLIDEAN(true, "squaredeuclideandistance sql2 sqeuclidean") {
        @Override
        float between(float[] query, float[] key) {
            return (float) squaredDifference(query, key);
        }
    },

    /** Sum of the absolute differences: 0 to {@code 2 sqrt(dimension)} for unit vectors. */
    MANHATTAN(false, "manhattandistance l1 taxicab") {
        @Override
        float between(float[] query, float[] key) {
            double sum = 0;
            for (int i = 0; i < query.length; i++) {
                sum += Math.abs((double) query[i] - key[i]);
            }
            return (float) sum;
        }
    },

    /**
     * Noise to signal: {@code var(a - b) / var(a)} with population variances and {@code a} the query, so not symmetric;
     * 0 and above. A query of one value repeated, which has no signal, counts as one of variance 1e-12.
     */
    SNR(false, "snrdistance signal-to-noise-ratio") {
        @Override
        float between(float[] query, float[] key) {
            double meanOfQuery = mean(query);
            double meanOfNoise = meanOfQuery - mean(key);
            double signal = 0;
            double noise = 0;
            for (int i = 0; i < query.length; i++) {
                signal += Math.pow(query[i] - meanOfQuery, 2);
                noise += Math.pow((double) query[i] - key[i] - meanOfNoise, 2);
            }
            return (float) (noise / query.length / Math.max(signal / query.length, LEAST_SIGNAL));
        }
    },

    /** {@code -a.b}: -1 to 1 for unit vectors, -1 for the same. The similarity {@code a.b} is its negation. */
    INNER_PRODUCT(true, "innerproductsimilarity ip") {
        @Override
        float between(float[] query, float[] key) {
            return -dot(query, key);
        }
    };

    /** A squared Euclidean distance below this is 0, and has no gradient. */
    public static final double NEGLIGIBLE_SQUARE = 1e-18;
    /** The variance that a query has at least in {@link #SNR}. */
    public static final double LEAST_SIGNAL = 1e-12;

    private final boolean orderedLikeCosine;
    /** Apart by spaces; an enum holds only what cannot change. */
    private final String aliases;

    Distance(boolean orderedLikeCosine, String aliases) {
        this.orderedLikeCosine = orderedLikeCosine;
        this.aliases = aliases;
    }

    /**
     * The distance of a name or alias, in any case: {@code cosine}, {@code L2}, {@code sqeuclidean}.
     *
     * @throws OperatorException if there is none
     */
    public static Distance of(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(distance -> distance.isCalled(wanted))
                .findFirst()
                .orElseThrow(() -> new OperatorException("there is no distance '" + name + "'; choose one of "
                        + Arrays.stream(values()).map(Distance::canonicalName).collect(Collectors.joining(", "))));
    }

    private boolean isCalled(String name) {
        return canonicalName().equals(name) || List.of(aliases.split(" ")).contains(name);
    }

    /** The name in text: {@code squared_euclidean}. */
    public String canonicalName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether, among unit vectors, the nearest by this distance are the nearest by cosine, in the same order. */
    public boolean isOrderedLikeCosine() {
        return orderedLikeCosine;
    }

    /**
     * The distance of a key from a query; smaller is nearer.
     *
     * @throws IllegalArgumentException if their dimensions differ
     */
    public float between(Embedding query, Embedding key) {
        query.requireSameDimension(key);
        return between(query.values(), key.values());
    }

    /** Of vectors of the same length, any length but 0. */
    abstract float between(float[] query, float[] key);

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double squaredDifference(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
