package dev.semblance.core.calibration;

/** Whether a target can be met. */
public sealed interface TargetOutcome {
    Target target();

    /**
     * It can.
     *
     * @param cutpoint where the target holds: the most permissive threshold for a metric that gets worse as more is
     *     accepted (precision, fpr), the strictest for one that gets better
     */
    record Met(Target target, Cutpoint cutpoint) implements TargetOutcome {}

    /**
     * No threshold achieves it.
     *
     * @param best the value that comes nearest to it
     */
    record Unmet(Target target, double best) implements TargetOutcome {}
}
