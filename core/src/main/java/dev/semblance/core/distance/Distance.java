package dev.semblance.core.distance;

/** How far apart two embeddings are; 0 is the same. */
public enum Distance {
    /** {@code max(1 - a.b, 0)} of unit vectors, 0 to 2. */
    COSINE {
        @Override
        public float between(Embedding a, Embedding b) {
            return Math.max(1 - a.dot(b), 0);
        }
    };

    public abstract float between(Embedding a, Embedding b);
}
