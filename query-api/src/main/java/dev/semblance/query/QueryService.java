package dev.semblance.query;

import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.messaging.EventStream;
import dev.semblance.messaging.EventType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What a query node answers with: its parts, put together. Safe for use by several threads. */
final class QueryService implements AutoCloseable {
    /** Match events that wait for a broker, at most: some ten thousand. */
    private static final long MATCH_BUFFER_BYTES = 8L * 1024 * 1024;

    private final Duration patience;
    private final LiveIndex index;
    private final ServiceMetrics metrics;
    private final Admission admission;
    private final Calibrations calibrations;
    private final EventStream<MatchDecision> matches;
    private final Lookup lookup;
    private final Matching matching;
    private final Calibrator calibrator;
    private final Evaluator evaluator;
    private final AnnRecall annRecall;
    private final RecallWatch recallWatch;

    QueryService(QuerySettings settings, Clock clock, LiveIndex index, ServiceMetrics metrics) {
        this.patience = settings.limits().patience();
        this.index = index;
        this.metrics = metrics;
        this.admission =
                new Admission(settings.limits().requests(), settings.limits().heldBytes());
        metrics.requestsInWork(admission::inWork);
        this.calibrations = new Calibrations(settings.bootstrap());
        this.matches = new EventStream<>(
                settings.bootstrap(), EventType.MATCH_MADE, MATCH_BUFFER_BYTES, metrics::droppedMatches);
        Points points = new Points(new ImageDecoder(settings.imageLimits()), admission);
        RecentQueries recent = new RecentQueries();
        this.lookup = new Lookup(points, admission, recent);
        this.matching = new Matching(lookup, calibrations, clock);
        this.calibrator = new Calibrator(points, admission, clock);
        this.evaluator = new Evaluator(points, admission, calibrations);
        this.annRecall = new AnnRecall(admission, recent);
        this.recallWatch = new RecallWatch(settings.recallEvery(), this::watchRecall);
    }

    Admission admission() {
        return admission;
    }

    Calibrations calibrations() {
        return calibrations;
    }

    private LiveView view(ReadPosition position) {
        requireCalibrations();
        return index.viewHolding(position, patience).orElseThrow(() -> notThere(position));
    }

    /**
     * Works on a request with the view that it is answered from.
     *
     * @param position records that the view has to hold; the request waits for them, in nobody's place
     * @throws ProblemException if nothing is live, the records did not get into the index in time, or there is too much
     *     to do
     */
    <T> T ask(ReadPosition position, Function<LiveView, T> work) {
        try (LiveView view = view(position)) {
            return admission.inPlace(() -> work.apply(view));
        }
    }

    /** The view that answers now; empty before the node is ready. The caller closes it. */
    Optional<LiveView> view() {
        return calibrations.hasCaughtUp() ? index.view() : Optional.empty();
    }

    /**
     * The view that answers now. The caller closes it.
     *
     * @throws ProblemException before the node is ready, saying why
     */
    LiveView requireView() {
        requireCalibrations();
        return index.view().orElseThrow(QueryService::notLive);
    }

    /** A version would seem uncalibrated until its calibrations have been read. */
    private void requireCalibrations() {
        if (!calibrations.hasCaughtUp()) {
            throw new ProblemException(
                    ProblemType.NOT_READY, "the node is reading what happened before it was started; try again");
        }
    }

    private static ProblemException notLive() {
        return new ProblemException(
                ProblemType.NOT_READY,
                "no model version of this service is indexed and live yet; see GET /v1/status and try again");
    }

    private ProblemException notThere(ReadPosition position) {
        Optional<LiveView> serving = index.view();
        if (serving.isEmpty()) {
            return notLive();
        }
        try (LiveView view = serving.get()) {
            IndexCommit commit = view.snapshot().commit();
            List<Map<String, Long>> behind = new TreeMap<>(position.offsets())
                    .entrySet().stream()
                            .filter(wanted -> commit.nextOffset(wanted.getKey()) <= wanted.getValue())
                            .map(wanted -> Map.of(
                                    "partition", (long) wanted.getKey(),
                                    "wanted", wanted.getValue(),
                                    "nextOffset", commit.nextOffset(wanted.getKey())))
                            .toList();
            return new ProblemException(
                            ProblemType.INDEX_BEHIND,
                            "the index does not hold all records yet that 'after' names; 'behind' says how far it is")
                    .with("behind", behind);
        }
    }

    Lookup.Answer lookup(LiveView view, LookupRequest request) {
        Lookup.Answer answer = lookup.answer(view, request);
        metrics.answered(answer.times());
        return answer;
    }

    Matching.Answer match(LiveView view, MatchRequest request) {
        Matching.Answer answer = matching.answer(view, request);
        metrics.answered(answer.times());
        return answer;
    }

    /** Tells decisions on their topic: each of them once, and none of an answer that was refused. */
    void tell(List<MatchDecision> decisions) {
        decisions.forEach(decision -> {
            metrics.decided(decision);
            matches.send(decision);
        });
    }

    VersionCalibration calibrate(LiveView view, CalibrationRequest request) {
        return calibrator.calibrate(view, request);
    }

    /** Makes a calibration hold, on all nodes. */
    void publish(VersionCalibration calibration) {
        calibrations.publish(calibration);
        metrics.calibrated();
    }

    Evaluator.Result evaluate(LiveView view, EvaluationRequest request) {
        return evaluator.evaluate(view, request);
    }

    AnnRecall.Result recall(LiveView view, RecallRequest request) {
        AnnRecall.Result result = annRecall.measure(view, request);
        metrics.annRecall(result.recall());
        return result;
    }

    /** Nobody asked for it: a busy node leaves it out. */
    private void watchRecall() {
        Optional<LiveView> live = view();
        if (live.isEmpty()) {
            return;
        }
        try (LiveView view = live.get()) {
            admission
                    .inPlace(() -> annRecall.measureAside(view, RecallRequest.USUAL))
                    .ifPresent(result -> metrics.annRecall(result.recall()));
        } catch (ProblemException e) {
            metrics.skippedRecall();
        }
    }

    @Override
    public void close() {
        recallWatch.close();
        matches.close();
        calibrations.close();
        admission.close();
    }
}
