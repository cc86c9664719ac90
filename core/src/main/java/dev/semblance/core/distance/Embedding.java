package dev.semblance.core.distance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A unit vector in the space of one model version, {@code [dimension]} float32. Immutable. */
public final class Embedding {
    /** How far the squared length may be from 1: float32 noise of some thousand terms. */
    private static final double LENGTH_TOLERANCE = 1e-3;

    private static final double UNIT_TOLERANCE = 2e-6;
    /** Below it, float32 values have lost the digits that tell their direction. */
    private static final double LEAST_SQUARED_LENGTH = 1e-24;

    private final float[] values;

    private Embedding(float[] values) {
        this.values = values;
    }

    /**
     * Takes a copy of the values.
     *
     * @throws IllegalArgumentException if they are none, not finite, or not of length 1 within 1e-3
     */
    public static Embedding of(float... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("an embedding has at least one value");
        }
        double squaredLength = 0;
        for (float value : values) {
            squaredLength += (double) value * value;
        }
        if (!(Math.abs(squaredLength - 1) < LENGTH_TOLERANCE)) {
            throw new IllegalArgumentException(
                    "an embedding is a unit vector; the squared length of this one is " + squaredLength);
        }
        return new Embedding(values.clone());
    }

    /**
     * The unit vector of the same direction, which is what cosine looks at; one that has unit length within 1e-6 is
     * taken as it is.
     *
     * @throws IllegalArgumentException if there are no values, one is not finite, or all are too near to 0
     */
    public static Embedding normalised(float... values) {
        double squaredLength = 0;
        for (float value : values) {
            squaredLength += (double) value * value;
        }
        if (!Double.isFinite(squaredLength)) {
            throw new IllegalArgumentException("a value of the vector is not a finite number");
        }
        if (squaredLength < LEAST_SQUARED_LENGTH) {
            throw new IllegalArgumentException("a vector of length 0 has no direction");
        }
        if (Math.abs(squaredLength - 1) < UNIT_TOLERANCE) {
            return of(values);
        }
        double length = Math.sqrt(squaredLength);
        float[] unit = new float[values.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (values[i] / length);
        }
        return of(unit);
    }

    /** Reads float32 little-endian, as {@link #toBytes()} writes them. */
    public static Embedding fromBytes(byte[] bytes) {
        return of(valuesOf(bytes));
    }

    /**
     * Reads float32 little-endian values, whatever their length as a vector.
     *
     * @throws IllegalArgumentException if the bytes are no whole number of values
     */
    public static float[] valuesOf(byte[] bytes) {
        if (bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no whole number of float32 values");
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    public int dimension() {
        return values.length;
    }

    /** Inner product, which is the cosine of the angle between two unit vectors. */
    public float dot(Embedding other) {
        return -Distance.INNER_PRODUCT.between(this, other);
    }

    void requireSameDimension(Embedding other) {
        if (other.values.length != values.length) {
            throw new IllegalArgumentException(
                    "cannot compare embeddings of dimensions " + values.length + " and " + other.values.length);
        }
    }

    /** The values themselves, which nobody may change. */
    float[] values() {
        return values;
    }

    /** A copy of the values, {@code [dimension]}. */
    public float[] toArray() {
        return values.clone();
    }

    /** The values as float32 little-endian. */
    public byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Embedding[" + values.length + "]";
    }
}
