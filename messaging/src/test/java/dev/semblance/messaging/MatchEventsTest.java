package dev.semblance.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.matching.MatchDecision.MatchedNeighbour;
import dev.semblance.core.matching.Matcher;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.schema.SingleObjectCodec;
import dev.semblance.schema.Topic;
import dev.semblance.schema.avro.MatchMade;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MatchEventsTest {
    static final MatchDecision DECISION = new MatchDecision(
            "query-1",
            new ModelVersion("fashion", "7"),
            2,
            40,
            Optional.of(new CutpointName("default", "optimal")),
            Matcher.MAJORITY_VOTE,
            3,
            Optional.of(new Match("boot", 0.25f)),
            Optional.of(0.5f),
            List.of(new MatchedNeighbour("a", "boot", 0.125f), new MatchedNeighbour("b", "Größe 42", 0.375f)),
            Optional.of("boot"),
            Instant.parse("2026-01-02T03:04:05.678901Z"));

    private static final MatchDecision NOTHING = new MatchDecision(
            "query-2",
            new ModelVersion("fashion", "7"),
            2,
            40,
            Optional.empty(),
            Matcher.NEAREST,
            1,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Instant.EPOCH);

    @Test
    void shouldGiveBackADecision() {
        EventType<MatchDecision> type = EventType.MATCH_MADE;

        assertThat(type.decode(type.encode(DECISION))).isEqualTo(DECISION);
        assertThat(type.decode(type.encode(NOTHING))).isEqualTo(NOTHING);
        assertThat(type.topic()).isEqualTo(Topic.MATCHES);
        assertThat(type.key(DECISION)).isEqualTo("query-1");
    }

    /** Whoever reads the topic should not have to compare distances. */
    @Test
    void shouldSayWhatTheQueryWasTakenFor() {
        assertThat(written(DECISION).getPredicted()).isEqualTo("boot");
        assertThat(written(NOTHING).getPredicted()).isNull();
        MatchDecision refused = new MatchDecision(
                "query-3",
                DECISION.version(),
                2,
                40,
                DECISION.cutpoint(),
                DECISION.matcher(),
                3,
                DECISION.match(),
                Optional.of(0.2f),
                DECISION.neighbours(),
                Optional.empty(),
                Instant.EPOCH);
        assertThat(written(refused).getPredicted()).isNull();
        assertThat(written(refused).getNearestLabel()).isEqualTo("boot");
    }

    private static MatchMade written(MatchDecision decision) {
        return new SingleObjectCodec<MatchMade>(MatchMade.getClassSchema())
                .decode(EventType.MATCH_MADE.encode(decision));
    }
}
