package dev.semblance.core.matching;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the neighbours of a query become one label and one distance, as TensorFlow Similarity's matchers do. Nothing is
 * imputed where fewer than k neighbours were found: those that were found decide, and no neighbour is no match.
 */
public enum Matcher {
    /** Label and distance of the nearest neighbour. */
    NEAREST("match_nearest") {
        @Override
        Match ofAny(List<LabelledNeighbour> neighbours) {
            LabelledNeighbour nearest = neighbours.getFirst();
            return new Match(nearest.label(), nearest.distance());
        }
    },

    /**
     * The most frequent label, of several the one that is seen first; the distance is the mean over all neighbours, not
     * only over those of the label.
     */
    MAJORITY_VOTE("match_majority_vote") {
        @Override
        Match ofAny(List<LabelledNeighbour> neighbours) {
            Map<String, Integer> votes = new LinkedHashMap<>();
            double sum = 0;
            for (LabelledNeighbour neighbour : neighbours) {
                votes.merge(neighbour.label(), 1, Integer::sum);
                sum += neighbour.distance();
            }
            return new Match(mostFrequent(votes), (float) (sum / neighbours.size()));
        }
    };

    private final String id;

    Matcher(String id) {
        this.id = id;
    }

    /**
     * The matcher of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Matcher named(String id) {
        for (Matcher matcher : values()) {
            if (matcher.id.equals(id)) {
                return matcher;
            }
        }
        throw new IllegalArgumentException(
                "there is no matcher '" + id + "'; use " + NEAREST.id + " or " + MAJORITY_VOTE.id);
    }

    /** Name in configuration and events. */
    public String id() {
        return id;
    }

    /**
     * What the neighbours speak for; empty if there are none.
     *
     * @param neighbours the nearest first
     */
    public Optional<Match> match(List<LabelledNeighbour> neighbours) {
        return neighbours.isEmpty() ? Optional.empty() : Optional.of(ofAny(neighbours));
    }

    abstract Match ofAny(List<LabelledNeighbour> neighbours);

    private static String mostFrequent(Map<String, Integer> votes) {
        String winner = "";
        int most = 0;
        for (Map.Entry<String, Integer> vote : votes.entrySet()) {
            if (vote.getValue() > most) {
                winner = vote.getKey();
                most = vote.getValue();
            }
        }
        return winner;
    }
}
