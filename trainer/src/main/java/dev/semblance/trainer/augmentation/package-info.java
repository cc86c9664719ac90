/** Random changes to training images that leave their class as it is. */
@NullMarked
package dev.semblance.trainer.augmentation;

import org.jspecify.annotations.NullMarked;
