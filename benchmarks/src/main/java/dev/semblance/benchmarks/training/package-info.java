/** The trainer beside PyTorch: steps, embedding, and what is learned in the same time. */
@NullMarked
package dev.semblance.benchmarks.training;

import org.jspecify.annotations.NullMarked;
