package dev.semblance.query;

import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.Neighbour;
import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.matching.MatchDecision.MatchedNeighbour;
import dev.semblance.core.matching.Matcher;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.query.LookupRequest.Search;
import dev.semblance.query.MatchRequest.Threshold;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what a query is, or that it is nothing known. Safe for use by several threads. */
final class Matching {
    private final Lookup lookup;
    private final Calibrations calibrations;
    private final Clock clock;

    Matching(Lookup lookup, Calibrations calibrations, Clock clock) {
        this.lookup = lookup;
        this.calibrations = calibrations;
        this.clock = clock;
    }

    /**
     * An answer.
     *
     * @param version model version that computed it
     * @param commit commit that it was searched in
     * @param decisions in the order of the queries
     * @param times what it took
     */
    record Answer(ModelVersion version, IndexCommit commit, List<MatchDecision> decisions, Lookup.Times times) {}

    /** How queries of one request are decided. */
    private sealed interface Rule {
        Matcher matcher();

        int k();

        record Calibrated(VersionCalibration calibration, CutpointName name) implements Rule {
            @Override
            public Matcher matcher() {
                return calibration.calibration().matcher();
            }

            @Override
            public int k() {
                return calibration.k();
            }
        }

        record Given(Matcher matcher, int k, float distance) implements Rule {}
    }

    /**
     * Decides.
     *
     * @throws ProblemException if the version is not calibrated for this, or a query cannot be compared with the index
     */
    Answer answer(LiveView view, MatchRequest request) {
        Rule rule = rule(view, request);
        Lookup.Answer found = lookup.answer(
                view,
                new LookupRequest(
                                request.queries().stream()
                                        .map(MatchRequest.Query::point)
                                        .toList(),
                                new Search(
                                        rule.k(),
                                        request.mode(),
                                        request.filter().onlyLabelled()),
                                request.include())
                        .requireModest());
        List<MatchDecision> decisions = new ArrayList<>(request.queries().size());
        for (int i = 0; i < request.queries().size(); i++) {
            decisions.add(decide(
                    found.commit(),
                    rule,
                    request.queries().get(i),
                    found.results().get(i)));
        }
        return new Answer(found.version(), found.commit(), decisions, found.times());
    }

    private MatchDecision decide(IndexCommit commit, Rule rule, MatchRequest.Query query, List<Neighbour> found) {
        Optional<Match> match = rule.matcher()
                .match(found.stream()
                        .map(neighbour ->
                                new LabelledNeighbour(neighbour.label().orElseThrow(), neighbour.distance()))
                        .toList());
        return new MatchDecision(
                query.queryId(),
                commit.version(),
                commit.generation(),
                commit.checkpointId(),
                rule instanceof Rule.Calibrated calibrated ? Optional.of(calibrated.name()) : Optional.empty(),
                rule.matcher(),
                rule.k(),
                match,
                match.map(candidate -> threshold(rule, candidate)),
                found.stream()
                        .map(neighbour -> new MatchedNeighbour(
                                neighbour.id(), neighbour.label().orElseThrow(), neighbour.distance()))
                        .toList(),
                query.actual(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private static float threshold(Rule rule, Match match) {
        return switch (rule) {
            case Rule.Given given -> given.distance();
            case Rule.Calibrated(VersionCalibration calibration, CutpointName name) ->
                calibration.threshold(name.cutpoint(), match).orElseThrow();
        };
    }

    private Rule rule(LiveView view, MatchRequest request) {
        return switch (request.threshold()) {
            case Threshold.Given given ->
                new Rule.Given(
                        request.matcher().orElse(Matcher.NEAREST), request.k().orElse(1), given.distance());
            case Threshold.Calibrated(CutpointName name) -> {
                VersionCalibration calibration =
                        calibrations.require(view.model().version(), name.calibration());
                requireSame(calibration, request);
                requireCutpoint(calibration, name.cutpoint());
                yield new Rule.Calibrated(calibration, name);
            }
        };
    }

    private static void requireCutpoint(VersionCalibration calibration, String cutpoint) {
        if (!calibration.cutpointNames().contains(cutpoint)) {
            throw new ProblemException(
                            ProblemType.BAD_REQUEST,
                            "calibration '" + calibration.name() + "' has no cutpoint '" + cutpoint + "'; it has "
                                    + String.join(", ", calibration.cutpointNames()))
                    .at("/cutpoint");
        }
    }

    private static void requireSame(VersionCalibration calibration, MatchRequest request) {
        Matcher matcher = calibration.calibration().matcher();
        boolean same =
                request.matcher().orElse(matcher) == matcher && request.k().orElse(calibration.k()) == calibration.k();
        if (!same) {
            throw new ProblemException(
                    ProblemType.CALIBRATION_MISMATCH,
                    "calibration '" + calibration.name() + "' holds for matcher " + matcher.id() + " and k "
                            + calibration.k() + " alone; leave them out, or calibrate under another name with POST "
                            + "/v1/calibrations");
        }
    }
}
