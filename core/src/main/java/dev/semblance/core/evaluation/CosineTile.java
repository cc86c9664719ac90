package dev.semblance.core.evaluation;

import dev.semblance.core.distance.Embedding;
import java.util.Arrays;
import java.util.List;

/**
 * Cosine distances of unit vectors, {@code max(1 - a.b, 0)}, several times faster than pair by pair.
 *
 * <p>The compiler may not reorder a sum of floats, so the loop of one dot product cannot use vector instructions. Here
 * the points lie column by column and the inner loop runs over points, whose sums are independent of each other. Each
 * sum still adds its terms in the order of the dimensions, as {@link Embedding#dot} does, and so has the same value.
 */
final class CosineTile implements Tile {
    /** Columns that are added in one pass over the sums, which saves loads and stores of the sums. */
    private static final int UNROLLED = 8;

    private final int first;
    private final int size;
    /** {@code [dimension, filled up with zeros to a multiple of UNROLLED][size]}. */
    private final float[][] columns;

    CosineTile(int first, List<Embedding> points) {
        this.first = first;
        this.size = points.size();
        this.columns = new float[padded(points.getFirst().dimension())][size];
        for (int point = 0; point < size; point++) {
            float[] values = points.get(point).toArray();
            for (int dimension = 0; dimension < values.length; dimension++) {
                columns[dimension][point] = values[dimension];
            }
        }
    }

    /** The values of a query as tiles want them: filled up with zeros, which add nothing. */
    static float[] padded(Embedding query) {
        return Arrays.copyOf(query.toArray(), padded(query.dimension()));
    }

    @Override
    public int first() {
        return first;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void distances(Search query, float[] distances) {
        float[] values = query.padded();
        Arrays.fill(distances, 0);
        for (int dimension = 0; dimension < columns.length; dimension += UNROLLED) {
            addProducts(values, dimension, distances);
        }
        for (int point = 0; point < size; point++) {
            distances[point] = Math.max(1 - distances[point], 0);
        }
    }

    private void addProducts(float[] q, int at, float[] sums) {
        float[] c0 = columns[at];
        float[] c1 = columns[at + 1];
        float[] c2 = columns[at + 2];
        float[] c3 = columns[at + 3];
        float[] c4 = columns[at + 4];
        float[] c5 = columns[at + 5];
        float[] c6 = columns[at + 6];
        float[] c7 = columns[at + 7];
        float q0 = q[at];
        float q1 = q[at + 1];
        float q2 = q[at + 2];
        float q3 = q[at + 3];
        float q4 = q[at + 4];
        float q5 = q[at + 5];
        float q6 = q[at + 6];
        float q7 = q[at + 7];
        for (int p = 0; p < size; p++) {
            sums[p] = sums[p]
                    + q0 * c0[p]
                    + q1 * c1[p]
                    + q2 * c2[p]
                    + q3 * c3[p]
                    + q4 * c4[p]
                    + q5 * c5[p]
                    + q6 * c6[p]
                    + q7 * c7[p];
        }
    }

    private static int padded(int dimension) {
        return (dimension + UNROLLED - 1) / UNROLLED * UNROLLED;
    }
}
