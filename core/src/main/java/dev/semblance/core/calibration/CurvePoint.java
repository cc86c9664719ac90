package dev.semblance.core.calibration;

/**
 * One threshold.
 *
 * @param distance the largest that is accepted
 * @param counts what becomes of the queries there
 */
public record CurvePoint(float distance, ClassificationCounts counts) {
    public CurvePoint {
        if (!Float.isFinite(distance)) {
            throw new IllegalArgumentException("a threshold is finite, not " + distance);
        }
    }
}
