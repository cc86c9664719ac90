/** Images as they arrive, and their way to the numbers that a network takes. */
@NullMarked
package dev.semblance.core.image;

import org.jspecify.annotations.NullMarked;
