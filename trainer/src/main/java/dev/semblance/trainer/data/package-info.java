/** Labelled images to train on and to stream, and where they come from. */
@NullMarked
package dev.semblance.trainer.data;

import org.jspecify.annotations.NullMarked;
