package dev.semblance.core.index;

import java.time.Duration;

/**
 * Which published files stay. Whatever a reader may be about to open, and whatever a checkpoint may go on from, must be
 * among them.
 *
 * @param commits newest announced commits of each shard that stay, at least 1
 * @param grace how long a commit stays after the next one has taken its place, and a file to which no commit refers
 *     after it was written; at least {@link #LEAST_GRACE}
 */
public record Retention(int commits, Duration grace) {
    /** A writer copies a file anew when no commit has referred to it for less than this: see {@link FileUploads}. */
    public static final Duration LEAST_GRACE = FileUploads.RENEWED_AFTER.multipliedBy(2);

    public Retention {
        if (commits < 1 || grace.compareTo(LEAST_GRACE) < 0) {
            throw new IllegalArgumentException(
                    "not usable: " + commits + " commits, " + grace + " of grace; at least 1 and " + LEAST_GRACE);
        }
    }
}
