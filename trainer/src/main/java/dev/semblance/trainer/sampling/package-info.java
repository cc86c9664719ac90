/** How training batches are drawn, and how they are made ready beside the training. */
@NullMarked
package dev.semblance.trainer.sampling;

import org.jspecify.annotations.NullMarked;
