package dev.semblance.core.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {
    @Test
    void shouldTakeTheNearest() {
        List<LabelledNeighbour> found = List.of(
                new LabelledNeighbour("cat", 0.1f),
                new LabelledNeighbour("dog", 0.2f),
                new LabelledNeighbour("dog", 3));

        assertThat(Matcher.NEAREST.match(found)).contains(new Match("cat", 0.1f));
    }

    @Test
    void shouldLetTheMajorityVoteAndOfEquallyManyTheFirstSeen() {
        JsonNode worked = JudgingCases.byId("repo-111");
        for (int i = 0; i < 2; i++) {
            Match match = Matcher.named(worked.path("inputs").path("matcher").asText())
                    .match(JudgingCases.neighbours(
                            worked.path("inputs").path("lookup_labels").path(i),
                            worked.path("inputs").path("lookup_distances").path(i)))
                    .orElseThrow();

            JsonNode expected = worked.path("expected");
            assertThat(match.label())
                    .isEqualTo(expected.path("labels").path(i).path(0).asText());
            assertThat((double) match.distance())
                    .isCloseTo(expected.path("distances").path(i).path(0).asDouble(), within(1e-7 * 2.2));
        }
    }

    @Test
    void shouldVoteWithWhatWasFoundWhereThatIsLessThanAskedFor() {
        List<LabelledNeighbour> two = List.of(new LabelledNeighbour("cat", 0.25f), new LabelledNeighbour("dog", 0.75f));

        assertThat(Matcher.MAJORITY_VOTE.match(two)).contains(new Match("cat", 0.5f));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 10, 1000})
    void shouldGiveTheDistanceItselfAsTheMeanOfEqualOnes(int k) {
        List<LabelledNeighbour> equal = Collections.nCopies(k, new LabelledNeighbour("cat", 0.1f));

        assertThat(Matcher.MAJORITY_VOTE.match(equal)).contains(new Match("cat", 0.1f));
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindNoMatchWithoutNeighbours(Matcher matcher) {
        assertThat(matcher.match(List.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeFoundByItsId(Matcher matcher) {
        assertThat(Matcher.named(matcher.id())).isSameAs(matcher);
    }

    @Test
    void shouldSayWhichMatchersThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Matcher.named("nearest"))
                .withMessageContaining("'nearest'")
                .withMessageContaining("match_nearest or match_majority_vote");
    }

    @ParameterizedTest
    @ValueSource(strings = {"repo-113", "repo-114"})
    void shouldAcceptUpToTheThresholdAndIncludingIt(String id) {
        JsonNode inputs = JudgingCases.byId(id).path("inputs");
        JsonNode expected = JudgingCases.byId(id).path("expected");
        for (int query = 0; query < inputs.path("query_labels").size(); query++) {
            List<LabelledNeighbour> found = JudgingCases.neighbours(
                    inputs.path("lookup_labels").path(query),
                    inputs.path("lookup_distances").path(query));
            Match match = Matcher.NEAREST.match(found).orElseThrow();

            boolean isRight =
                    match.label().equals(inputs.path("query_labels").path(query).asText());
            assertThat(isRight)
                    .isEqualTo(expected.path("match_mask").path(query).path(0).asBoolean());
            for (int i = 0; i < 2; i++) {
                float threshold =
                        (float) inputs.path("distance_thresholds").path(i).asDouble();
                assertThat(match.isWithin(threshold))
                        .isEqualTo(expected.path("distance_mask")
                                .path(query)
                                .path(i)
                                .asBoolean());
            }
        }
    }

    @Test
    void shouldAnswerWithTheLabelOrWithNoMatch() {
        Match match = new Match("cat", 0.5f);

        assertThat(match.labelWithin(0.5f)).contains("cat");
        assertThat(match.labelWithin(0.49f)).isEmpty();
    }
}
