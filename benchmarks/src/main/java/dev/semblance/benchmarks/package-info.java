/** Benchmarks of the whole system, built from the parts as {@code standalone} starts them. */
@NullMarked
package dev.semblance.benchmarks;

import org.jspecify.annotations.NullMarked;
