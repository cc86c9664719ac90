package dev.semblance.core.matching;

import dev.semblance.core.model.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a query was taken for, and why.
 *
 * @param queryId identifies the query
 * @param version model version that it was embedded by
 * @param generation of the commit that was searched
 * @param checkpointId of the commit that was searched
 * @param cutpoint where the threshold is from; empty where the caller gave it
 * @param matcher how neighbours became a match
 * @param k how many neighbours the matcher saw at most
 * @param match what the neighbours speak for; empty where there were none
 * @param threshold the largest distance that is accepted; empty where there were no neighbours
 * @param neighbours what the matcher saw, nearest first
 * @param actual class of the query, where the caller knows it
 * @param madeAt when
 */
public record MatchDecision(
        String queryId,
        ModelVersion version,
        long generation,
        long checkpointId,
        Optional<CutpointName> cutpoint,
        Matcher matcher,
        int k,
        Optional<Match> match,
        Optional<Float> threshold,
        List<MatchedNeighbour> neighbours,
        Optional<String> actual,
        Instant madeAt) {
    public MatchDecision {
        neighbours = List.copyOf(neighbours);
        if (match.isPresent() != threshold.isPresent()) {
            throw new IllegalArgumentException("a match has a threshold, and only a match");
        }
    }

    /**
     * A cutpoint of a calibration of the version.
     *
     * @param calibration its name
     * @param cutpoint name among its cutpoints
     */
    public record CutpointName(String calibration, String cutpoint) {}

    /**
     * An indexed image that the matcher saw.
     *
     * @param id image id
     * @param label its class
     * @param distance from the query
     */
    public record MatchedNeighbour(String id, String label, float distance) {}

    /** The same, of a query whose class is known by now. */
    public MatchDecision withActual(String label) {
        return new MatchDecision(
                queryId,
                version,
                generation,
                checkpointId,
                cutpoint,
                matcher,
                k,
                match,
                threshold,
                neighbours,
                Optional.of(label),
                madeAt);
    }

    /** What the query was taken for; empty for no match. */
    public Optional<String> predicted() {
        return match.flatMap(found -> found.labelWithin(threshold.orElseThrow()));
    }

    /** How far within the threshold the match is, below 0 where it is beyond; empty where there is none. */
    public Optional<Float> margin() {
        return match.map(found -> threshold.orElseThrow() - found.distance());
    }
}
