/** Benchmarks of one shard: what publishing costs ingestion, and what the live segments cost queries. */
@NullMarked
package dev.semblance.benchmarks.index;

import org.jspecify.annotations.NullMarked;
