package dev.semblance.trainer.data;

/** How samples are brought to the range that a network learns well from. */
public enum Normalisation {
    /** Divided by 255 and nothing else: 0 to 1. */
    PLAIN,
    /** Each channel with mean 0 and standard deviation 1 over the training images. */
    STANDARDISED
}
