package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.distance.Embedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentFilterTest {
    private static final Embedding POINT = Embedding.of(1, 0);

    @TempDir
    private Path folder;

    static Stream<Arguments> filters() {
        Set<String> none = Set.of();
        Map<String, String> any = Map.of();
        return Stream.of(
                Arguments.of(DocumentFilter.NONE, "a b c d e f"),
                Arguments.of(new DocumentFilter(true, none, none, any, none), "a b c e f"),
                Arguments.of(new DocumentFilter(false, Set.of("cat"), none, any, none), "a b"),
                Arguments.of(new DocumentFilter(false, Set.of("cat", "owl"), none, any, none), "a b f"),
                Arguments.of(new DocumentFilter(false, Set.of("cow"), none, any, none), ""),
                Arguments.of(new DocumentFilter(false, none, Set.of("cat"), any, none), "c d e f"),
                Arguments.of(new DocumentFilter(true, none, Set.of("cat", "owl"), any, none), "c e"),
                Arguments.of(new DocumentFilter(false, none, Set.of("cow"), any, none), "a b c d e f"),
                Arguments.of(new DocumentFilter(false, Set.of("cat"), Set.of("cat"), any, none), ""),
                Arguments.of(new DocumentFilter(false, none, none, Map.of("colour", "red"), none), "a c d"),
                Arguments.of(new DocumentFilter(false, none, none, Map.of("colour", "red", "age", "1"), none), "c"),
                Arguments.of(new DocumentFilter(false, none, none, Map.of("colour", "1"), none), ""),
                Arguments.of(new DocumentFilter(false, none, none, Map.of("weight", "1"), none), ""),
                Arguments.of(new DocumentFilter(false, none, none, any, Set.of("a", "d", "z")), "b c e f"),
                Arguments.of(new DocumentFilter(true, none, Set.of("owl"), Map.of("colour", "red"), Set.of("c")), "a"));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void shouldLetThroughWhatMeetsAllConditions(DocumentFilter filter, String expected) throws IOException {
        assertThat(passing(filter)).isEqualTo(expected);
    }

    @Test
    void shouldAddToTheConditionsThatItHas() throws IOException {
        DocumentFilter filter = DocumentFilter.NONE
                .butId("a")
                .butId("e")
                .butLabels(Set.of("owl"))
                .butLabels(Set.of("cow"))
                .onlyLabelled();

        assertThat(passing(filter)).isEqualTo("b c");
    }

    /** Ids, in order. */
    private String passing(DocumentFilter filter) throws IOException {
        try (Corpus corpus = new Corpus(folder, IndexSettings.DEFAULT, 2)) {
            put(corpus, "f", "cat", Map.of("colour", "red"));
            put(corpus, "gone", "cat", Map.of("colour", "red", "age", "1"));
            put(corpus, "a", "cat", Map.of("colour", "red"));
            corpus.commit();
            put(corpus, "b", "cat", Map.of("colour", "blue", "age", "1"));
            put(corpus, "c", "dog", Map.of("colour", "red", "age", "1"));
            put(corpus, "d", "", Map.of("colour", "red"));
            put(corpus, "e", "dog", Map.of());
            put(corpus, "f", "owl", Map.of("colour", "blue")); // no longer a red cat
            corpus.delete("gone");
            IndexSnapshot snapshot = corpus.open();
            try {
                return String.join(
                        " ",
                        snapshot.nearest(new NearestQuery(POINT, 10, new SearchMode.Approximate(10), filter)).stream()
                                .map(Neighbour::id)
                                .sorted()
                                .toList());
            } finally {
                snapshot.release();
            }
        }
    }

    private static void put(Corpus corpus, String id, String label, Map<String, String> attributes) throws IOException {
        corpus.put(new IndexedImage(id, POINT, Optional.of(label).filter(given -> !given.isEmpty()), attributes));
    }
}
