package dev.semblance.query.confusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.MatchDecision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final int MOST = 2;

    @TempDir
    Path state;

    private CountingRun run;

    @BeforeEach
    void start() {
        run = new CountingRun(state);
    }

    @AfterEach
    void end() {
        run.close();
    }

    @Test
    void shouldGoOnFromWhatAStoreHolds() {
        Examples before = new Examples(run.exampleStore(), MOST);
        before.add(decision("first", "boot"), "boot");
        before.add(decision("second", "boot"), "boot");

        Examples after = new Examples(run.exampleStore(), MOST);
        after.add(decision("third", "boot"), "boot");

        assertThat(kept("boot")).containsExactly("third", "second");
    }

    @Test
    void shouldNotTakeAnOldMatchForANewOne() {
        MatchDecision old = decision("old", "boot");
        Examples examples = new Examples(run.exampleStore(), MOST);
        examples.add(decision("first", "boot"), "boot");
        examples.add(decision("second", "boot"), "boot");

        examples.add(old, "boot");

        assertThat(kept("boot")).containsExactly("second", "first");
    }

    /** More pairs than are at hand, so that the first ones are read again from the store. */
    @Test
    void shouldKeepTheNewestOfManyPairs() {
        Examples examples = new Examples(run.exampleStore(), MOST);
        for (String queryId : List.of("first", "second", "third")) {
            for (int pair = 0; pair < 1_100; pair++) {
                examples.add(decision(queryId + pair, "bag-" + pair), "bag-" + pair);
            }
        }

        assertThat(kept("bag-0")).containsExactly("third0", "second0");
        assertThat(kept("bag-1099")).containsExactly("third1099", "second1099");
    }

    private MatchDecision decision(String queryId, String nearest) {
        run.pass(Duration.ofSeconds(1));
        return run.decision(queryId, nearest, 0.25f);
    }

    private List<String> kept(String label) {
        return CountReader.examples(run.exampleStore(), CountingRun.OPTIMAL, new Cell(label, Optional.of(label)))
                .stream()
                .map(MatchDecision::queryId)
                .toList();
    }
}
