package dev.semblance.standalone.verify;

import dev.semblance.standalone.verify.Difference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a verification has found.
 *
 * @param modelVersion whose index it is
 * @param generation of the commit
 * @param checkpointId of the commit
 * @param announcedCommits commits of the version on the topic, whose order was checked
 * @param shards figures of each
 * @param differences how many there are of each kind; empty when topic and index are equal
 * @param first some of them
 * @param seconds how long it took
 */
public record Verification(
        String modelVersion,
        long generation,
        long checkpointId,
        long announcedCommits,
        List<Shard> shards,
        Map<Kind, Long> differences,
        List<Difference> first,
        double seconds) {
    public Verification {
        shards = List.copyOf(shards);
        differences = Map.copyOf(differences);
        first = List.copyOf(first);
    }

    /**
     * One partition and its shard. Records are images, superseded, deletes or dead letters.
     *
     * @param shard its number
     * @param nextOffset first offset that is not in the shard
     * @param records read from the topic
     * @param images that the fold has
     * @param superseded images that a later record replaced or deleted
     * @param deletes records that delete
     * @param deadLetters records that cannot be indexed
     * @param uncheckable documents and dead letters that the topics no longer tell of
     * @param documents in the index
     * @param largestVectorDifference of one component
     */
    public record Shard(
            int shard,
            long nextOffset,
            long records,
            long images,
            long superseded,
            long deletes,
            long deadLetters,
            long uncheckable,
            long documents,
            double largestVectorDifference) {}

    /** Whether the index is what the topic says. */
    public boolean isEqual() {
        return differences.isEmpty();
    }

    /** Differences of all kinds. */
    public long differenceCount() {
        return differences.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s generation %d checkpoint %d: %d announced commits, %.1f s",
                modelVersion,
                generation,
                checkpointId,
                announcedCommits,
                seconds));
        shards.forEach(shard -> lines.add(line(shard)));
        first.forEach(difference -> lines.add("  " + difference));
        if (differenceCount() > first.size()) {
            lines.add("  and " + (differenceCount() - first.size()) + " more");
        }
        lines.add(isEqual() ? "equal" : "not equal: " + differences);
        return lines;
    }

    private static String line(Shard shard) {
        return String.format(
                Locale.ROOT,
                "shard %d to offset %d: %d records = %d images + %d superseded + %d deletes + %d dead letters; %d documents,"
                        + " vectors within %.1e, %d uncheckable",
                shard.shard(),
                shard.nextOffset(),
                shard.records(),
                shard.images(),
                shard.superseded(),
                shard.deletes(),
                shard.deadLetters(),
                shard.documents(),
                shard.largestVectorDifference(),
                shard.uncheckable());
    }
}
