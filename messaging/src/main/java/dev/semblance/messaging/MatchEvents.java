package dev.semblance.messaging;

import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.matching.MatchDecision.MatchedNeighbour;
import dev.semblance.core.matching.Matcher;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.schema.avro.MatchMade;
import dev.semblance.schema.avro.MatchNeighbour;
import java.util.Optional;

/** {@link MatchDecision} to Avro and back. */
final class MatchEvents {
    private MatchEvents() {}

    static MatchMade toAvro(MatchDecision decision) {
        return MatchMade.newBuilder()
                .setQueryId(decision.queryId())
                .setModel(decision.version().model())
                .setVersion(decision.version().version())
                .setGeneration(decision.generation())
                .setCheckpointId(decision.checkpointId())
                .setCalibration(
                        decision.cutpoint().map(CutpointName::calibration).orElse(null))
                .setCutpoint(decision.cutpoint().map(CutpointName::cutpoint).orElse(null))
                .setMatcher(decision.matcher().id())
                .setK(decision.k())
                .setThreshold(decision.threshold().orElse(null))
                .setNearestLabel(decision.match().map(Match::label).orElse(null))
                .setDistance(decision.match().map(Match::distance).orElse(null))
                .setPredicted(decision.predicted().orElse(null))
                .setNeighbours(decision.neighbours().stream()
                        .map(neighbour -> new MatchNeighbour(neighbour.id(), neighbour.label(), neighbour.distance()))
                        .toList())
                .setActual(decision.actual().orElse(null))
                .setMadeAt(decision.madeAt())
                .build();
    }

    static MatchDecision fromAvro(MatchMade event) {
        Float distance = event.getDistance();
        return new MatchDecision(
                event.getQueryId(),
                new ModelVersion(event.getModel(), event.getVersion()),
                event.getGeneration(),
                event.getCheckpointId(),
                Optional.ofNullable(event.getCalibration())
                        .map(calibration -> new CutpointName(calibration, String.valueOf(event.getCutpoint()))),
                Matcher.named(event.getMatcher()),
                event.getK(),
                distance == null
                        ? Optional.empty()
                        : Optional.of(new Match(String.valueOf(event.getNearestLabel()), distance)),
                Optional.ofNullable(event.getThreshold()),
                event.getNeighbours().stream()
                        .map(neighbour ->
                                new MatchedNeighbour(neighbour.getId(), neighbour.getLabel(), neighbour.getDistance()))
                        .toList(),
                Optional.ofNullable(event.getActual()),
                event.getMadeAt());
    }
}
