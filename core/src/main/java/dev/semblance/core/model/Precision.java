package dev.semblance.core.model;

import java.util.Locale;

/**
 * What a network computes in while it learns. Weights, their gradients, embeddings and losses are float32 in either,
 * and so is all that embeds for an index or a query.
 */
public enum Precision {
    /** All of it in 32 bits. */
    FLOAT32,
    /**
     * Mixed: convolutions, and what lies between them, in 16 bits with the exponent of float32 and 8 significant bits;
     * a convolution adds up in float32. Faster where the processor has matrix instructions for it.
     */
    BFLOAT16;

    /** The name as settings and manifests write it. */
    public String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }
}
