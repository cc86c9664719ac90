/**
 * Flink's JobManager and TaskManager as processes, without Flink's distribution and its scripts. Nothing here uses the
 * indexer, whose classes reach a cluster with each job.
 */
@NullMarked
package dev.semblance.standalone.cluster;

import org.jspecify.annotations.NullMarked;
