package dev.semblance.benchmarks.index;

import dev.semblance.core.distance.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Unit vectors with the structure of image embeddings: clusters of very different sizes whose centres span a quarter of
 * the dimensions, around each a cloud that is wide in a few directions of its own and narrow in most, and some vectors
 * that belong nowhere. The same from the same seed. For one thread.
 */
public final class ClusteredVectors {
    private static final int CLUSTERS = 1_000;
    private static final double BACKGROUND = 0.05;
    /** Length of the deviation from the centre, in lengths of the centre. */
    private static final double SPREAD = 1.5;

    private final int dimension;
    private final SplittableRandom random;
    private final double[][] centres; // [CLUSTERS][dimension]
    private final double[] cumulativeSizes; // [CLUSTERS], the last is the sum of all
    private final double[] deviations; // [dimension], the widest direction first

    public ClusteredVectors(int dimension, long seed) {
        this.dimension = dimension;
        this.random = new SplittableRandom(seed);
        this.centres = new double[CLUSTERS][];
        this.cumulativeSizes = new double[CLUSTERS];
        double sum = 0;
        for (int i = 0; i < CLUSTERS; i++) {
            centres[i] = gaussian(Math.max(1, dimension / 4), 1 / Math.sqrt(Math.max(1, dimension / 4.0)));
            sum += Math.exp(random.nextGaussian());
            cumulativeSizes[i] = sum;
        }
        this.deviations = decaying(dimension);
    }

    /** Proportional to {@code 1 / sqrt(1 + j)}, and of length {@link #SPREAD} together. */
    private static double[] decaying(int dimension) {
        double[] values = new double[dimension];
        double squares = 0;
        for (int j = 0; j < dimension; j++) {
            values[j] = 1 / Math.sqrt(1 + j);
            squares += values[j] * values[j];
        }
        for (int j = 0; j < dimension; j++) {
            values[j] *= SPREAD / Math.sqrt(squares);
        }
        return values;
    }

    private double[] gaussian(int used, double deviation) {
        double[] values = new double[dimension];
        for (int j = 0; j < used; j++) {
            values[j] = random.nextGaussian() * deviation;
        }
        return values;
    }

    public List<Embedding> next(int count) {
        List<Embedding> vectors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            vectors.add(next());
        }
        return vectors;
    }

    public Embedding next() {
        if (random.nextDouble() < BACKGROUND) {
            return unit(gaussian(dimension, 1));
        }
        int cluster = cluster();
        double[] values = centres[cluster].clone();
        for (int j = 0; j < dimension; j++) {
            // Each cluster is wide in directions of its own.
            values[j] += random.nextGaussian() * deviations[(j + cluster * 7) % dimension];
        }
        return unit(values);
    }

    private int cluster() {
        double at = random.nextDouble() * cumulativeSizes[CLUSTERS - 1];
        int low = 0;
        int high = CLUSTERS - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulativeSizes[middle] > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static Embedding unit(double[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        float[] unit = new float[values.length];
        for (int j = 0; j < unit.length; j++) {
            unit[j] = (float) (values[j] / Math.sqrt(squares));
        }
        return Embedding.of(unit);
    }
}
