/**
 * Checks that an index is what its topic says: folds the image topic again, with code of its own and the same model,
 * and compares. Shares with the indexing job only how images are decoded and embedded.
 */
@NullMarked
package dev.semblance.standalone.verify;

import org.jspecify.annotations.NullMarked;
