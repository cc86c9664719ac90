/** What the rolling confusion counts cost: throughput, state, and how soon they show what has come in. */
@NullMarked
package dev.semblance.benchmarks.confusion;

import org.jspecify.annotations.NullMarked;
