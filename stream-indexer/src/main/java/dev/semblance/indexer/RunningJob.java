package dev.semblance.indexer;

import dev.semblance.core.model.ModelVersion;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job that was started and has not ended. It says all of this by its name on the cluster, so that a controller knows
 * the jobs that an earlier one started.
 *
 * @param version the model version that it indexes
 * @param shards shards that it was started with: the partitions of the image topic at that time
 */
public record RunningJob(ModelVersion version, int shards) {
    private static final Pattern NAME = Pattern.compile("index ([^/ ]+)/([^/ ]+) in (\\d{1,9}) shards?");

    /** Such as {@code index fashion/7 in 2 shards}. */
    String jobName() {
        return "index " + version.key() + " in " + shards + (shards == 1 ? " shard" : " shards");
    }

    /** The job that a name on the cluster tells of; empty if it is none of ours. */
    static Optional<RunningJob> ofName(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ModelVersion version = new ModelVersion(matcher.group(1), matcher.group(2));
        return Optional.of(new RunningJob(version, Integer.parseInt(matcher.group(3))));
    }
}
