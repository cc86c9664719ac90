/** Benchmarks of the query service: what HTTP, embedding and the size of the index cost a look-up. */
@NullMarked
package dev.semblance.benchmarks.query;

import org.jspecify.annotations.NullMarked;
