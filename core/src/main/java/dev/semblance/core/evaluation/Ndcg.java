package dev.semblance.core.evaluation;

import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import java.util.List;

/**
 * {@code ndcg@k} with binary gains: {@code DCG / IDCG}, {@code DCG = sum over j <= k of g(j) / log2(j + 1)}, where the
 * gain {@code g(j)} is {@code rel(j)} for a neighbour within the distance threshold, else 0. {@code IDCG} is the same
 * with the gains that were found put first: what is in the index and was not found does not count. 0 without gains.
 *
 * @param cutoff the first k
 * @param distanceThreshold the largest distance at which a neighbour is a gain; infinite for all
 */
public record Ndcg(Cutoff.First cutoff, float distanceThreshold) implements RetrievalMetric {
    public static Ndcg at(int k) {
        return new Ndcg(new Cutoff.First(k), Float.POSITIVE_INFINITY);
    }

    /** Counts only neighbours within a distance. */
    public Ndcg within(float distance) {
        return new Ndcg(cutoff, distance);
    }

    @Override
    public String name() {
        String name = "ndcg@" + cutoff.k();
        return Float.isInfinite(distanceThreshold) ? name : name + " within " + distanceThreshold;
    }

    @Override
    public int neighbours(String label) {
        return cutoff.k();
    }

    @Override
    public double of(LabelledQuery query) {
        List<LabelledNeighbour> counted = counted(query);
        double found = 0;
        double ideal = 0;
        int gains = 0;
        for (int rank = 1; rank <= counted.size(); rank++) {
            LabelledNeighbour neighbour = counted.get(rank - 1);
            if (neighbour.label().equals(query.actual()) && neighbour.distance() <= distanceThreshold) {
                gains++;
                found += discount(rank);
                ideal += discount(gains);
            }
        }
        return gains == 0 ? 0 : found / ideal;
    }

    private static double discount(int rank) {
        return Math.log(2) / Math.log(rank + 1);
    }
}
