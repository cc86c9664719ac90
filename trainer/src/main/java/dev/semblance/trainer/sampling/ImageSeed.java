package dev.semblance.trainer.sampling;

import java.util.SplittableRandom;

/** Gives each image of each batch randomness of its own, whoever makes it ready and when. */
final class ImageSeed {
    private ImageSeed() {}

    /** A generator that depends on nothing but these numbers. */
    static SplittableRandom random(long seed, long batch, int image) {
        return new SplittableRandom(mix(mix(mix(seed) + batch) + image));
    }

    /**
     * Spreads neighbouring numbers over all numbers, since generators seeded with multiples of one number apart would
     * draw the same sequence, shifted. Variant 13 of D. Stafford, "Better Bit Mixing" (2011).
     */
    private static long mix(long number) {
        long first = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
        return second ^ (second >>> 31);
    }
}
