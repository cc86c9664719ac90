/**
 * How near is near enough: thresholds found from labelled queries, and what they are worth. The formulas are those of
 * TensorFlow Similarity's {@code calibrate}; on purpose it is otherwise here in these points:
 *
 * <ul>
 *   <li>Distances are not rounded, so that the query that defines a threshold matches at it.
 *   <li>Lists of neighbours that are cut short are not padded, and infinity is never a threshold.
 *   <li>A cutpoint accepts at least one of the queries that it was found with.
 *   <li>A target holds where it is reported as met, for a false-positive rate too, and is reported where it cannot be.
 *   <li>Coverage is measured, which is also the false-accept rate on queries whose class is not in the index.
 * </ul>
 */
@NullMarked
package dev.semblance.core.calibration;

import org.jspecify.annotations.NullMarked;
