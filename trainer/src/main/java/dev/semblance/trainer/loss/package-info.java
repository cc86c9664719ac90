/** Losses of metric learning. */
@NullMarked
package dev.semblance.trainer.loss;

import org.jspecify.annotations.NullMarked;
