/** Where artifacts and index files are kept: immutable objects under keys, with digests. */
@NullMarked
package dev.semblance.core.store;

import org.jspecify.annotations.NullMarked;
