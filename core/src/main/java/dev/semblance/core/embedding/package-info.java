/** Images to embeddings: the one implementation that trainer evaluation, indexer and query service share. */
@NullMarked
package dev.semblance.core.embedding;

import org.jspecify.annotations.NullMarked;
