package dev.semblance.core.monitoring;

import dev.semblance.core.calibration.Cutpoint;
import java.util.Optional;

/**
 * All that is known, at one time, about the matches that went by one cutpoint within a window.
 *
 * @param promised the cutpoint as it was calibrated; empty where it has no counts of its own, as that of class
 *     thresholds
 * @param calibratedDistances of the matches that the calibration was made with
 * @param liveDistances of the matches in the window, labelled or not, accepted or not
 * @param noMatch how many of all queries in the window found no match, labelled or not
 * @param labelled what became of the labelled queries in the window
 * @param reference what became of labelled queries before, or in all time
 */
public record Evidence(
        Optional<Cutpoint> promised,
        DistanceHistogram calibratedDistances,
        DistanceHistogram liveDistances,
        Share noMatch,
        MatrixReport labelled,
        MatrixReport reference) {}
