package dev.semblance.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Thumbnail;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The JSON of look-ups and matches. Field names are the contract; the domain may be named otherwise. */
final class QueryResponses {
    private QueryResponses() {}

    /** {@code data} becomes base64. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record ThumbnailJson(String mediaType, byte[] data) {
        static ThumbnailJson of(Thumbnail thumbnail) {
            return new ThumbnailJson(thumbnail.mediaType(), thumbnail.file());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record NeighbourJson(
            int rank,
            String id,
            @Nullable String label,
            float distance,
            Map<String, String> attributes,
            float @Nullable [] vector,
            @Nullable ThumbnailJson thumbnail) {
        static NeighbourJson of(int rank, Neighbour neighbour, Extras extras) {
            return new NeighbourJson(
                    rank,
                    neighbour.id(),
                    neighbour.label().orElse(null),
                    neighbour.distance(),
                    neighbour.attributes(),
                    extras.vector(neighbour.id()).map(Embedding::toArray).orElse(null),
                    extras.thumbnail(neighbour.id()).map(ThumbnailJson::of).orElse(null));
        }

        static List<NeighbourJson> of(List<Neighbour> neighbours, Extras extras) {
            return extras.reading(() -> IntStream.range(0, neighbours.size())
                    .mapToObj(i -> of(i + 1, neighbours.get(i), extras))
                    .toList());
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
        static LookupJson of(Lookup.Answer answer, Extras extras) {
            return new LookupJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    answer.exact(),
                    NeighbourJson.of(answer.results().getFirst(), extras),
                    TookJson.of(answer.times()));
        }
    }

    record LookupResultJson(List<NeighbourJson> neighbours) {}

    record LookupBatchJson(
            String modelVersion, IndexJson index, boolean exact, List<LookupResultJson> results, TookJson took) {
        static LookupBatchJson of(Lookup.Answer answer, Extras extras) {
            return new LookupBatchJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    answer.exact(),
                    answer.results().stream()
                            .map(neighbours -> new LookupResultJson(NeighbourJson.of(neighbours, extras)))
                            .toList(),
                    TookJson.of(answer.times()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MatchedNeighbourJson(
            int rank,
            String id,
            String label,
            float distance,
            @Nullable ThumbnailJson thumbnail) {
        static MatchedNeighbourJson of(int rank, MatchedNeighbour neighbour, Extras extras) {
            return new MatchedNeighbourJson(
                    rank,
                    neighbour.id(),
                    neighbour.label(),
                    neighbour.distance(),
                    extras.thumbnail(neighbour.id()).map(ThumbnailJson::of).orElse(null));
        }

        static List<MatchedNeighbourJson> of(List<MatchedNeighbour> neighbours, Extras extras) {
            return extras.reading(() -> IntStream.range(0, neighbours.size())
                    .mapToObj(i -> of(i + 1, neighbours.get(i), extras))
                    .toList());
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
        static DecisionJson of(MatchDecision decision, Optional<String> noMatchLabel, Extras extras) {
            return new DecisionJson(
                    decision.queryId(),
                    decision.predicted().isPresent(),
                    decision.predicted().or(() -> noMatchLabel).orElse(null),
                    decision.match().map(Match::label).orElse(null),
                    decision.match().map(Match::distance).orElse(null),
                    decision.threshold().orElse(null),
                    decision.margin().orElse(null),
                    MatchedNeighbourJson.of(decision.neighbours(), extras));
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
        static MatchJson of(Matching.Answer answer, Optional<String> noMatchLabel, Extras extras) {
            MatchDecision decision = answer.decisions().getFirst();
            return new MatchJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    RuleJson.of(decision),
                    DecisionJson.of(decision, noMatchLabel, extras),
                    TookJson.of(answer.times()));
        }
    }

    record MatchBatchJson(
            String modelVersion, IndexJson index, RuleJson rule, List<DecisionJson> matches, TookJson took) {
        static MatchBatchJson of(Matching.Answer answer, Optional<String> noMatchLabel, Extras extras) {
            return new MatchBatchJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    RuleJson.of(answer.decisions().getFirst()),
                    answer.decisions().stream()
                            .map(decision -> DecisionJson.of(decision, noMatchLabel, extras))
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
            float @Nullable [] vector,
            @Nullable ThumbnailJson thumbnail) {
        static ImageJson of(IndexCommit commit, IndexedImage image, Extras extras) {
            return new ImageJson(
                    commit.version().key(),
                    IndexJson.of(commit),
                    image.id(),
                    image.label().orElse(null),
                    image.attributes(),
                    extras.vector(image.id()).map(Embedding::toArray).orElse(null),
                    extras.thumbnail(image.id()).map(ThumbnailJson::of).orElse(null));
        }
    }
}
