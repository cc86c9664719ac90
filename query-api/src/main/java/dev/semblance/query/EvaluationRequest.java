package dev.semblance.query;

import java.util.List;
import java.util.Optional;

/**
 * How well is this answered?
 *
 * @param queries labelled, and not in the index
 * @param calibration by whose cutpoints to match
 * @param ks how many neighbours recall, precision, map and ndcg look at
 * @param ndcgDistance largest distance at which a neighbour counts for ndcg; empty for any
 */
record EvaluationRequest(
        List<LabelledPoint> queries, String calibration, List<Integer> ks, Optional<Float> ndcgDistance) {
    EvaluationRequest {
        queries = List.copyOf(queries);
        ks = List.copyOf(ks);
    }
}
