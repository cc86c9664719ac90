/**
 * Real processes under load, some of which are killed again and again, and at the end the question whether anything was
 * lost, repeated or taken back. What happens follows from a seed; when it happens to the processes does not.
 */
@NullMarked
package dev.semblance.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
