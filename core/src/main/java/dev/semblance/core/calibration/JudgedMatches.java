package dev.semblance.core.calibration;

import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The matches of labelled queries, and whether they are right. A query that found nothing is one whose match is wrong
 * and that no threshold accepts. Immutable.
 */
public final class JudgedMatches {
    private final List<LabelledQuery> queries;
    /** Distances of right and of wrong matches, ascending. */
    private final float[] right;

    private final float[] wrong;

    /** @throws IllegalArgumentException if there are no queries */
    public JudgedMatches(List<LabelledQuery> queries, Matcher matcher) {
        if (queries.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to judge: no labelled queries");
        }
        this.queries = List.copyOf(queries);
        List<Float> rightOnes = new ArrayList<>();
        List<Float> wrongOnes = new ArrayList<>();
        for (LabelledQuery query : queries) {
            Optional<Match> match = matcher.match(query.neighbours());
            match.ifPresent(
                    found -> (found.label().equals(query.actual()) ? rightOnes : wrongOnes).add(found.distance()));
        }
        this.right = ascending(rightOnes);
        this.wrong = ascending(wrongOnes);
    }

    /** What becomes of the queries at a threshold. */
    public ClassificationCounts countsAt(float threshold) {
        return counts(countWithin(right, threshold, 0), countWithin(wrong, threshold, 0));
    }

    /**
     * All thresholds: every distance at which a query found a neighbour, whether or not it decides the match. Takes O(n
     * log n) for n neighbours of all queries together: they and the matches are sorted once and then walked side by
     * side.
     *
     * @throws IllegalArgumentException if no query found anything
     */
    public CalibrationCurve curve() {
        float[] distances = ascending(queries.stream()
                .flatMap(query -> query.neighbours().stream())
                .map(LabelledNeighbour::distance)
                .toList());
        if (distances.length == 0) {
            throw new IllegalArgumentException("no query found a neighbour; is there anything in the index?");
        }
        List<CurvePoint> points = new ArrayList<>();
        int rightWithin = 0;
        int wrongWithin = 0;
        for (int i = 0; i < distances.length; i++) {
            boolean isLastOfEqual = i + 1 == distances.length || distances[i + 1] > distances[i];
            if (isLastOfEqual) {
                rightWithin = countWithin(right, distances[i], rightWithin);
                wrongWithin = countWithin(wrong, distances[i], wrongWithin);
                points.add(new CurvePoint(distances[i], counts(rightWithin, wrongWithin)));
            }
        }
        return new CalibrationCurve(points);
    }

    private ClassificationCounts counts(int rightWithin, int wrongWithin) {
        int neverRight = queries.size() - right.length;
        return new ClassificationCounts(rightWithin, wrongWithin, neverRight - wrongWithin, right.length - rightWithin);
    }

    private static int countWithin(float[] ascending, float threshold, int from) {
        int within = from;
        while (within < ascending.length && ascending[within] <= threshold) {
            within++;
        }
        return within;
    }

    private static float[] ascending(List<Float> values) {
        float[] sorted = new float[values.size()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = values.get(i);
        }
        Arrays.sort(sorted);
        return sorted;
    }
}
