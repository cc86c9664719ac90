/** Pictures of data sets for people to look at before and after training. */
@NullMarked
package dev.semblance.trainer.sheet;

import org.jspecify.annotations.NullMarked;
