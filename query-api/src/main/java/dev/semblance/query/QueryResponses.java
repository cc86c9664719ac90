package dev.semblance.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.Neighbour;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.matching.MatchDecision.MatchedNeighbour;
import dev.semblance.query.Responses.IndexJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The JSON of look-ups and matches. Field names are the contract; the domain may be named otherwise. */
final class QueryResponses {
    private QueryResponses() {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record NeighbourJson(
            int rank,
            String id,
            @Nullable String label,
            float distance,
            Map<String, String> attributes,
            float @Nullable [] vector) {
        static NeighbourJson of(int rank, Neighbour neighbour, Function<String, Optional<Embedding>> vectors) {
            return new NeighbourJson(
                    rank,
                    neighbour.id(),
                    neighbour.label().orElse(null),
                    neighbour.distance(),
                    neighbour.attributes(),
                    vectors.apply(neighbour.id()).map(Embedding::toArray).orElse(null));
        }

        static List<NeighbourJson> of(List<Neighbour> neighbours, Function<String, Optional<Embedding>> vectors) {
            return IntStream.range(0, neighbours.size())
                    .mapToObj(i -> of(i + 1, neighbours.get(i), vectors))
                    .toList();
        }
    }

    /** Times in microseconds. */
    record TookJson(long decodeMicros, long embedMicros, long searchMicros) {
        static TookJson of(Lookup.Times times) {
            return new TookJson(
                    times.decoding().toNanos() / 1_000,
                    times.embedding().toNanos() / 1_000,
                    times.search().toNanos() / 1_000);
        }
    }

    record LookupJson(
            String modelVersion, IndexJson index, boolean exact, List<NeighbourJson> neighbours, TookJson took) {
        static LookupJson of(Lookup.Answer answer, Function<String, Optional<Embedding>> vectors) {
            return new LookupJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    answer.exact(),
                    NeighbourJson.of(answer.results().getFirst(), vectors),
                    TookJson.of(answer.times()));
        }
    }

    record LookupResultJson(List<NeighbourJson> neighbours) {}

    record LookupBatchJson(
            String modelVersion, IndexJson index, boolean exact, List<LookupResultJson> results, TookJson took) {
        static LookupBatchJson of(Lookup.Answer answer, Function<String, Optional<Embedding>> vectors) {
            return new LookupBatchJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    answer.exact(),
                    answer.results().stream()
                            .map(neighbours -> new LookupResultJson(NeighbourJson.of(neighbours, vectors)))
                            .toList(),
                    TookJson.of(answer.times()));
        }
    }

    record MatchedNeighbourJson(int rank, String id, String label, float distance) {
        static List<MatchedNeighbourJson> of(List<MatchedNeighbour> neighbours) {
            return IntStream.range(0, neighbours.size())
                    .mapToObj(i -> new MatchedNeighbourJson(
                            i + 1,
                            neighbours.get(i).id(),
                            neighbours.get(i).label(),
                            neighbours.get(i).distance()))
                    .toList();
        }
    }

    /** {@code label} is the no-match label, or null, where nothing matches. */
    record DecisionJson(
            String queryId,
            boolean matched,
            @Nullable String label,
            @Nullable String nearestLabel,
            @Nullable Float distance,
            @Nullable Float threshold,
            @Nullable Float margin,
            List<MatchedNeighbourJson> neighbours) {
        static DecisionJson of(MatchDecision decision, Optional<String> noMatchLabel) {
            return new DecisionJson(
                    decision.queryId(),
                    decision.predicted().isPresent(),
                    decision.predicted().or(() -> noMatchLabel).orElse(null),
                    decision.match().map(Match::label).orElse(null),
                    decision.match().map(Match::distance).orElse(null),
                    decision.threshold().orElse(null),
                    decision.margin().orElse(null),
                    MatchedNeighbourJson.of(decision.neighbours()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RuleJson(
            String matcher,
            int k,
            @Nullable String calibration,
            @Nullable String cutpoint) {
        static RuleJson of(MatchDecision any) {
            return new RuleJson(
                    any.matcher().id(),
                    any.k(),
                    any.cutpoint().map(CutpointName::calibration).orElse(null),
                    any.cutpoint().map(CutpointName::cutpoint).orElse(null));
        }
    }

    record MatchJson(String modelVersion, IndexJson index, RuleJson rule, DecisionJson match, TookJson took) {
        static MatchJson of(Matching.Answer answer, Optional<String> noMatchLabel) {
            MatchDecision decision = answer.decisions().getFirst();
            return new MatchJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    RuleJson.of(decision),
                    DecisionJson.of(decision, noMatchLabel),
                    TookJson.of(answer.times()));
        }
    }

    record MatchBatchJson(
            String modelVersion, IndexJson index, RuleJson rule, List<DecisionJson> matches, TookJson took) {
        static MatchBatchJson of(Matching.Answer answer, Optional<String> noMatchLabel) {
            return new MatchBatchJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    RuleJson.of(answer.decisions().getFirst()),
                    answer.decisions().stream()
                            .map(decision -> DecisionJson.of(decision, noMatchLabel))
                            .toList(),
                    TookJson.of(answer.times()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record ImageJson(
            String modelVersion,
            IndexJson index,
            String id,
            @Nullable String label,
            Map<String, String> attributes,
            float @Nullable [] vector) {
        static ImageJson of(IndexCommit commit, IndexedImage image, boolean withVector) {
            return new ImageJson(
                    commit.version().key(),
                    IndexJson.of(commit),
                    image.id(),
                    image.label().orElse(null),
                    image.attributes(),
                    withVector ? image.embedding().toArray() : null);
        }
    }
}
