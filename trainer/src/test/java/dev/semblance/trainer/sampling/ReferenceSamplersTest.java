package dev.semblance.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Cases in samplers.json come from the tests of TensorFlow Similarity. */
class ReferenceSamplersTest {
    private static final long SEED = Long.getLong("test.seed", 20_260_101);

    @Test
    void shouldHaveBatchesOfTheReferencesSize() throws IOException {
        JsonNode given = read("repo-164");
        JsonNode inputs = given.path("inputs");
        ClassBalancedSampler sampler = new ClassBalancedSampler(
                ints(inputs.path("y")),
                inputs.path("classes_per_batch").intValue(),
                inputs.path("examples_per_class_per_batch").intValue(),
                SEED);

        assertThat(sampler.next())
                .hasSize(given.path("expected").path("batch_len").intValue());
    }

    @Test
    void shouldRepeatExamplesOfSmallClassesAsTheReference() throws IOException {
        JsonNode given = read("repo-175");
        JsonNode inputs = given.path("inputs");
        JsonNode sizes = given.path("expected").path("batch_sizes");
        for (int i = 0; i < sizes.size(); i++) {
            ClassBalancedSampler sampler = new ClassBalancedSampler(
                    ints(inputs.path("y")),
                    inputs.path("classes_per_batch").intValue(),
                    inputs.path("examples_per_class_per_batch").path(i).intValue(),
                    SEED);
            int[] batch = sampler.next();

            assertThat(batch).hasSize(sizes.path(i).intValue());
            assertThat(Arrays.stream(sampler.labels(batch)).distinct().count())
                    .isEqualTo(given.path("expected").path("num_unique_classes").longValue());
        }
    }

    @Test
    void shouldDrawAsManyOfEachClassAsTheReference() throws IOException {
        JsonNode given = read("repo-171");
        JsonNode inputs = given.path("inputs");
        int[] labels = ints(inputs.path("y").path(inputs.path("label_output").intValue()));
        ClassBalancedSampler sampler = new ClassBalancedSampler(
                labels,
                inputs.path("classes_per_batch").intValue(),
                inputs.path("examples_per_class_per_batch").intValue(),
                SEED);

        for (int i = 0; i < inputs.path("batches").intValue(); i++) {
            assertThat(counts(sampler.labels(sampler.next())))
                    .as("seed %d", SEED)
                    .containsExactly(ints(given.path("expected").path("bincount_each_batch")));
        }
    }

    @Test
    void shouldFilterClassesAsTheReference() throws IOException {
        JsonNode given = read("repo-154");
        JsonNode inputs = given.path("inputs");
        int[] kept = counts(ExamplePool.of(ints(inputs.path("y")))
                .ofClasses(set(ints(inputs.path("class_list"))))
                .labels());

        given.path("expected")
                .path("label_counts")
                .properties()
                .forEach(count -> assertThat(kept[Integer.parseInt(count.getKey())])
                        .isEqualTo(count.getValue().intValue()));
    }

    /** The reference draws 20 examples of a class of 3, with replacement; here a pool holds each example once. */
    @Test
    void shouldNotPadAClassWithCopies() throws IOException {
        JsonNode inputs = read("repo-148").path("inputs");
        int[] labels = ints(inputs.path("y"));
        ExamplePool pool = ExamplePool.of(labels)
                .ofClasses(set(ints(inputs.path("class_list"))))
                .limitedPerClass(inputs.path("num_examples_per_class").intValue(), SEED);

        assertThat(pool.positions()).containsExactly(0, 2, 3, 5, 6);
        assertThat(pool.labels()).containsExactly(1, 3, 1, 3, 1);
    }

    /** The reference allows batches of one class, from which no loss learns to tell classes apart. */
    @Test
    void shouldRefuseBatchesOfOneClass() throws IOException {
        JsonNode inputs = read("repo-165").path("inputs");
        int[] labels = ints(inputs.path("y"));
        int classes = inputs.path("classes_per_batch").intValue();

        assertThatIllegalArgumentException().isThrownBy(() -> new ClassBalancedSampler(labels, classes, 2, SEED));
    }

    private static JsonNode read(String id) throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(ReferenceSamplersTest.class.getResourceAsStream("samplers.json"))) {
            return new ObjectMapper().readTree(stream).required(id);
        }
    }

    private static int[] counts(int[] labels) {
        int largest = Arrays.stream(labels).max().orElseThrow();
        return IntStream.rangeClosed(0, largest)
                .map(label -> (int)
                        Arrays.stream(labels).filter(other -> other == label).count())
                .toArray();
    }

    private static Set<Integer> set(int[] values) {
        Set<Integer> set = new HashSet<>();
        Arrays.stream(values).forEach(set::add);
        return set;
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }
}
