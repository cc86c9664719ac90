package dev.semblance.core.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a map of features, {@code [batch, features, height, width]}, becomes one vector an image. */
public sealed interface Pooling {
    /** Leaves every position in: {@code [batch, features * height * width]}. */
    record Flatten() implements Pooling {
        @Override
        public String toString() {
            return "flatten";
        }
    }

    /** The mean over all positions. */
    record Average() implements Pooling {
        @Override
        public String toString() {
            return "avg";
        }
    }

    /** The largest value of all positions. */
    record Maximum() implements Pooling {
        @Override
        public String toString() {
            return "max";
        }
    }

    /**
     * The generalised mean over all positions, as {@link GeneralisedMean} computes it.
     *
     * @param power 1 is the mean; the higher, the nearer to the maximum; 0 is the geometric mean
     */
    record Gem(double power) implements Pooling {
        public Gem {
            if (Double.isNaN(power)) {
                throw new IllegalArgumentException("the power of gem pooling must be a number");
            }
        }

        @Override
        public String toString() {
            return "gem(" + power + ")";
        }
    }

    /**
     * Reads {@code flatten}, {@code avg}, {@code max}, {@code gem} (power 3) or {@code gem(POWER)}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    static Pooling parse(String text) {
        return switch (text) {
            case "flatten" -> new Flatten();
            case "avg" -> new Average();
            case "max" -> new Maximum();
            case "gem" -> new Gem(3);
            default -> parseGem(text);
        };
    }

    private static Gem parseGem(String text) {
        Matcher gem =
                Pattern.compile("gem\\((-?\\d+(?:\\.\\d+)?|-?Infinity)\\)").matcher(text);
        if (!gem.matches()) {
            throw new IllegalArgumentException(
                    "unknown pooling '" + text + "': use flatten, avg, max, gem or gem(POWER)");
        }
        return new Gem(Double.parseDouble(gem.group(1)));
    }
}
