/**
 * The Flink job that keeps one model version's index, and the controller that starts a job for each version and makes
 * the newest one live.
 */
@NullMarked
package dev.semblance.indexer;

import org.jspecify.annotations.NullMarked;
