/**
 * The vector index: written by shard, published to an index store, followed and searched as one snapshot. Lucene types
 * do not leave this package.
 *
 * <p>A shard's life: {@link dev.semblance.core.index.ShardWriter} folds records into a local Lucene index and commits;
 * {@link dev.semblance.core.index.ShardPublisher} copies what is new to the index store and writes a manifest;
 * {@link dev.semblance.core.index.IndexFollower} fetches what it lacks, verifies it, and opens an
 * {@link dev.semblance.core.index.IndexSnapshot} over all shards.
 */
@NullMarked
package dev.semblance.core.index;

import org.jspecify.annotations.NullMarked;
