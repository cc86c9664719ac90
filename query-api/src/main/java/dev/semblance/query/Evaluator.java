package dev.semblance.query;

import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.evaluation.AveragePrecision;
import dev.semblance.core.evaluation.ClassSizes;
import dev.semblance.core.evaluation.ConfusionMatrix;
import dev.semblance.core.evaluation.Ndcg;
import dev.semblance.core.evaluation.Precision;
import dev.semblance.core.evaluation.Recall;
import dev.semblance.core.evaluation.RetrievalAverages;
import dev.semblance.core.evaluation.RetrievalMetric;
import dev.semblance.core.index.DocumentFilter;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.LabelledSnapshot;
import dev.semblance.core.index.NearestQuery;
import dev.semblance.core.index.SearchMode;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.query.LookupRequest.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures how well labelled queries are answered that are not in the index: as matches, by the thresholds of a
 * calibration and with the search that matches use, and as retrieval, by exact search. Safe for use by several threads.
 */
final class Evaluator {
    private final Points points;
    private final Admission admission;
    private final Calibrations calibrations;

    Evaluator(Points points, Admission admission, Calibrations calibrations) {
        this.points = points;
        this.admission = admission;
        this.calibrations = calibrations;
    }

    /**
     * How well it went.
     *
     * @param commit that was searched
     * @param calibration whose cutpoints were used
     * @param cutpoints of the calibration, measured on these queries
     * @param confusion at the optimal cutpoint
     * @param micro retrieval metrics by name, each query counting the same
     * @param macro retrieval metrics by name, each class counting the same
     * @param queries how many
     */
    record Result(
            IndexCommit commit,
            VersionCalibration calibration,
            List<Cutpoint> cutpoints,
            ConfusionMatrix confusion,
            Map<String, Double> micro,
            Map<String, Double> macro,
            int queries) {}

    /** @throws ProblemException if the version is not calibrated, or a query cannot be compared with the index */
    Result evaluate(LiveView view, EvaluationRequest request) {
        VersionCalibration calibration = calibrations.require(view.model().version(), request.calibration());
        LabelledSnapshot labelled = admission.onCore(() -> view.snapshot().labelled());
        List<Embedding> embeddings = points.embed(
                        view,
                        request.queries().stream().map(LabelledPoint::point).toList())
                .embeddings();
        RetrievalAverages averages = new RetrievalAverages(metrics(labelled, request));
        List<LabelledQuery> matched = new ArrayList<>();
        for (int i = 0; i < embeddings.size(); i++) {
            String label = request.queries().get(i).label();
            matched.add(ask(labelled, label, embeddings.get(i), calibration.k(), Search.USUAL));
            int depth = averages.depth(label);
            if (depth > 0) {
                averages.add(ask(labelled, label, embeddings.get(i), depth, new SearchMode.Exact()));
            }
        }
        float threshold = calibration.calibration().optimal().distance();
        return new Result(
                view.snapshot().commit(),
                calibration,
                calibration.calibration().measuredOn(matched),
                ConfusionMatrix.of(
                        matched,
                        query -> calibration
                                .calibration()
                                .matcher()
                                .match(query.neighbours())
                                .filter(match -> match.isWithin(threshold))),
                averages.micro(),
                averages.macro(),
                matched.size());
    }

    private LabelledQuery ask(LabelledSnapshot labelled, String label, Embedding embedding, int k, SearchMode mode) {
        NearestQuery nearest = new NearestQuery(embedding, k, mode, DocumentFilter.NONE);
        return new LabelledQuery(label, admission.onCore(() -> labelled.nearest(nearest)));
    }

    /** Without those that look at more neighbours than there are. */
    private static List<RetrievalMetric> metrics(LabelledSnapshot labelled, EvaluationRequest request) {
        List<RetrievalMetric> metrics = new ArrayList<>();
        for (int k : request.ks()) {
            metrics.add(Recall.at(k));
            metrics.add(Precision.at(k));
            metrics.add(AveragePrecision.at(k));
            metrics.add(request.ndcgDistance()
                    .map(distance -> Ndcg.at(k).within(distance))
                    .orElse(Ndcg.at(k)));
        }
        ClassSizes classes = new ClassSizes(labelled.classSizes());
        boolean allKnown = request.queries().stream().allMatch(query -> classes.size(query.label()) > 0);
        if (allKnown) {
            metrics.add(Precision.atClassSize(classes));
            metrics.add(AveragePrecision.atClassSize(classes));
        }
        return metrics.stream()
                .filter(metric -> request.queries().stream()
                        .allMatch(query -> metric.neighbours(query.label()) <= labelled.size()))
                .toList();
    }
}
