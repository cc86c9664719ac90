/** Embeddings, which are points in the space of a model version, and the distances between them. */
@NullMarked
package dev.semblance.core.distance;

import org.jspecify.annotations.NullMarked;
