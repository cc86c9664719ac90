/** Trains a network, judges it on held-out images, and publishes it. */
@NullMarked
package dev.semblance.trainer.training;

import org.jspecify.annotations.NullMarked;
