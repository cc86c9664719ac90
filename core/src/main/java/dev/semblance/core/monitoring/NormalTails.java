package dev.semblance.core.monitoring;

/** The standard normal distribution far from its mean. */
final class NormalTails {
    /** Where the continued fraction begins to need fewer terms than the series. */
    private static final double FAR = 2.5;

    private static final int TERMS = 200;

    private NormalTails() {}

    /** The chance of being further from 0 than {@code z}, either way. */
    static double beyond(double z) {
        double distance = Math.abs(z);
        return distance < FAR ? 1 - within(distance) : farBeyond(distance);
    }

    /**
     * Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.11: {@code 2 density(z) (z + z^3/3 + z^5/(3 5) +
     * ...)}, all terms positive.
     */
    private static double within(double z) {
        double term = z;
        double sum = 0;
        for (int odd = 3; sum + term != sum; odd += 2) {
            sum += term;
            term *= z * z / odd;
        }
        return 2 * density(z) * sum;
    }

    /** The same, 26.2.14: {@code 2 density(z) / (z + 1/(z + 2/(z + 3/(z + ...))))}, from its far end. */
    private static double farBeyond(double z) {
        double fraction = z;
        for (int term = TERMS; term > 0; term--) {
            fraction = z + term / fraction;
        }
        return 2 * density(z) / fraction;
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }
}
