/** How training batches are drawn. */
@NullMarked
package dev.semblance.trainer.sampling;

import org.jspecify.annotations.NullMarked;
