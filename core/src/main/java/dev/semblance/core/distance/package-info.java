/** Distances between embeddings. */
@NullMarked
package dev.semblance.core.distance;

import org.jspecify.annotations.NullMarked;
