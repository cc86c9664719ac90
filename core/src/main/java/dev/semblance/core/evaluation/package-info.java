/** How well embeddings retrieve: exact neighbours and the metrics over them. */
@NullMarked
package dev.semblance.core.evaluation;

import org.jspecify.annotations.NullMarked;
