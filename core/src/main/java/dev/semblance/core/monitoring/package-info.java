/**
 * How well a model version does while it runs: reports of a confusion matrix, what a calibration promised against what
 * was seen, whether live queries still look like those that it was calibrated with, and when that is worth an alert.
 * Everything here is a function of counts; who keeps them, and where, is not decided here.
 */
@NullMarked
package dev.semblance.core.monitoring;

import org.jspecify.annotations.NullMarked;
