package dev.semblance.query;

import dev.semblance.core.calibration.Calibration;
import dev.semblance.core.calibration.CalibrationSample;
import dev.semblance.core.calibration.CalibrationSample.Source;
import dev.semblance.core.calibration.ClassThresholds;
import dev.semblance.core.calibration.CutpointConfidence;
import dev.semblance.core.calibration.UnknownClasses;
import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.CommitPosition;
import dev.semblance.core.index.DocumentFilter;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.LabelledSnapshot;
import dev.semblance.core.index.NearestQuery;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.query.CalibrationRequest.Sample;
import dev.semblance.query.LookupRequest.Search;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Calibrates the live version on its own index, with the search that matches will use. It takes one core at a time and
 * leaves it after each query, so that those who ask meanwhile wait for one query at most. Safe for use by several
 * threads.
 */
final class Calibrator {
    private final Points points;
    private final Admission admission;
    private final Clock clock;

    Calibrator(Points points, Admission admission, Clock clock) {
        this.points = points;
        this.admission = admission;
        this.clock = clock;
    }

    /** A query whose class is known, and what it must not find. */
    private record Asked(String label, Embedding embedding, DocumentFilter filter) {}

    /** @throws ProblemException if there is nothing to calibrate with */
    VersionCalibration calibrate(LiveView view, CalibrationRequest request) {
        LabelledSnapshot labelled = admission.onCore(() -> view.snapshot().labelled());
        if (labelled.size() == 0) {
            throw new ProblemException(
                    ProblemType.NO_LABELS,
                    "the index holds no labelled image to match with; send images with a label, then calibrate");
        }
        List<Asked> sample = sample(view, request.sample());
        List<LabelledQuery> queries = search(labelled, sample, request.k());
        if (queries.stream().allMatch(query -> query.neighbours().isEmpty())) {
            throw new ProblemException(
                    ProblemType.NO_LABELS,
                    "no query finds a labelled image; a calibration from the index needs two of them or more");
        }
        Calibration calibration = admission.onCore(() -> Calibration.of(
                queries, request.matcher(), request.metric(), request.extraMetrics(), request.targets()));
        Map<String, CutpointConfidence> confidence = request.bootstrap()
                .map(bootstrap -> bootstrap.of(calibration, queries, admission::onCore))
                .orElse(Map.of());
        return new VersionCalibration(
                view.model().version(),
                request.name(),
                request.k(),
                calibration,
                confidence,
                request.perClass() ? ClassThresholds.of(calibration, queries) : ClassThresholds.NONE,
                unknown(labelled, sample, request, calibration),
                described(request.sample(), queries.size()),
                CommitPosition.of(view.snapshot().commit()),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private List<Asked> sample(LiveView view, Sample sample) {
        List<Asked> asked = new ArrayList<>();
        switch (sample) {
            case Sample.Drawn(int size, long seed) -> {
                for (IndexedImage image : view.snapshot().labelledSample(size, seed)) {
                    asked.add(new Asked(
                            image.label().orElseThrow(), image.embedding(), DocumentFilter.NONE.butId(image.id())));
                }
            }
            case Sample.Given(List<LabelledPoint> given) -> {
                List<Embedding> embeddings = points.embed(
                                view, given.stream().map(LabelledPoint::point).toList())
                        .embeddings();
                for (int i = 0; i < given.size(); i++) {
                    asked.add(new Asked(given.get(i).label(), embeddings.get(i), DocumentFilter.NONE));
                }
            }
        }
        return asked;
    }

    private List<LabelledQuery> search(LabelledSnapshot labelled, List<Asked> asked, int k) {
        List<LabelledQuery> queries = new ArrayList<>(asked.size());
        for (Asked query : asked) {
            NearestQuery nearest = new NearestQuery(query.embedding(), k, Search.USUAL, query.filter());
            queries.add(new LabelledQuery(query.label(), admission.onCore(() -> labelled.nearest(nearest))));
        }
        return queries;
    }

    private Optional<UnknownClasses> unknown(
            LabelledSnapshot labelled, List<Asked> sample, CalibrationRequest request, Calibration calibration) {
        Set<String> hidden = request.unknownClasses();
        if (hidden.isEmpty()) {
            return Optional.empty();
        }
        List<Asked> strangers = sample.stream()
                .filter(query -> hidden.contains(query.label()))
                .map(query -> new Asked(
                        query.label(), query.embedding(), query.filter().butLabels(hidden)))
                .toList();
        if (strangers.isEmpty()) {
            Set<String> known = new TreeSet<>();
            sample.forEach(query -> known.add(query.label()));
            throw new ProblemException(
                            ProblemType.BAD_REQUEST,
                            "no query is of the classes " + String.join(", ", hidden) + "; there are "
                                    + String.join(", ", known))
                    .at("/unknownClasses");
        }
        return Optional.of(UnknownClasses.measure(calibration, search(labelled, strangers, request.k())));
    }

    private static CalibrationSample described(Sample sample, int queries) {
        return switch (sample) {
            case Sample.Drawn drawn -> new CalibrationSample(Source.INDEX, queries, drawn.seed());
            case Sample.Given given -> new CalibrationSample(Source.GIVEN, queries, 0);
        };
    }
}
