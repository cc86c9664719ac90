package dev.semblance.core.calibration;

/**
 * How sure a cutpoint is, judging by how it comes out on samples drawn from its queries.
 *
 * @param distance where the threshold lies
 * @param value where the metric lies that the cutpoint is chosen by
 * @param met share of the samples, 0 to 1, in which the cutpoint's target could be met; the intervals are of those
 */
public record CutpointConfidence(Interval distance, Interval value, double met) {}
