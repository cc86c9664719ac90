package dev.semblance.query;

/** What a query asks about. */
sealed interface QueryPoint {
    /** An image file. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Image(byte[] encoded) implements QueryPoint {}

    /** A vector in the space of the live model version; its length does not matter. */
    @SuppressWarnings("ArrayRecordComponent")
    record Vector(float[] values) implements QueryPoint {}

    /** An image of the index, by its id. */
    record Indexed(String id) implements QueryPoint {}
}
