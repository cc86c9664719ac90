/**
 * Losses of metric learning: {@link dev.semblance.trainer.loss.LossSpec} names one and makes it, and
 * {@link dev.semblance.trainer.loss.MetricLoss} is what training sees of it. Inside, a loss is a formula over the
 * {@link dev.semblance.trainer.loss.Pairs} of a batch with its keys.
 */
@NullMarked
package dev.semblance.trainer.loss;

import org.jspecify.annotations.NullMarked;
