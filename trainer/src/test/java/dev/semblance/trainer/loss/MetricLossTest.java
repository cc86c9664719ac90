package dev.semblance.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.semblance.core.distance.Distance;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricLossTest {
    private static final int STEPS = 200;

    private final Tensors tensors = new Tensors();

    @AfterEach
    void close() {
        tensors.close();
    }

    /** Every loss over every distance that it takes, and around one of them a memory. */
    static Stream<String> losses() {
        return Stream.concat(
                Stream.of(
                                "multi-similarity",
                                "triplet",
                                "triplet(positive=easy, negative=hard, margin=0.5",
                                "pn",
                                "pn(positive=easy, negative=easy, margin=1",
                                "circle",
                                "circle(gamma=256, margin=0.25",
                                "soft-nearest-neighbour",
                                "soft-nearest-neighbour(temperature=0.1",
                                "lifted-structure",
                                "lifted-structure(positive=easy")
                        .flatMap(MetricLossTest::withDistances),
                Stream.of("multi-similarity(memory=12)"));
    }

    private static Stream<String> withDistances(String loss) {
        String open = loss.contains("(") ? loss + ", " : loss + "(";
        return Arrays.stream(Distance.values()).map(distance -> open + "distance=" + distance.canonicalName() + ")");
    }

    @ParameterizedTest
    @MethodSource("losses")
    void shouldBeFiniteForTinyBatches(String spec) {
        assertFinite(spec, tensors.labels(7), tensors.rows(2, 1, 0));
        assertFinite(spec, tensors.labels(7, 7), tensors.rows(2, 1, 0, 0.6f, 0.8f));
        assertFinite(spec, tensors.labels(7, 8), tensors.rows(2, 1, 0, 0.6f, 0.8f));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void shouldBeFiniteForIdenticalEmbeddings(String spec) {
        NDArray identical = tensors.rows(2, 0.6f, 0.8f, 0.6f, 0.8f, 0.6f, 0.8f, 0.6f, 0.8f);

        assertFinite(spec, tensors.labels(1, 1, 2, 2), identical);
        assertFinite(spec, tensors.labels(1, 1, 1, 1), identical);
        assertFinite(spec, tensors.labels(1, 2, 3, 4), identical);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void shouldBeFiniteForConstantAndOppositeEmbeddings(String spec) {
        NDArray embeddings = tensors.rows(
                4, 0.5f, 0.5f, 0.5f, 0.5f, -0.5f, -0.5f, -0.5f, -0.5f, 1, 0, 0, 0, -1, 0, 0, 0, 0.5f, 0.5f, 0.5f, 0.5f);

        assertFinite(spec, tensors.labels(1, 1, 2, 2, 2), embeddings);
        assertFinite(spec, tensors.labels(1, 1, 1, 1, 1), embeddings);
    }

    private void assertFinite(String spec, NDArray labels, NDArray embeddings) {
        MetricLoss loss = new LossSpec(spec).create();
        for (float value : loss.perExample(labels, embeddings).toFloatArray()) {
            assertThat(value).as("value").isFinite();
        }
        for (float value : tensors.gradient(loss, labels, embeddings)) {
            assertThat(value).as("gradient").isFinite();
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void shouldBeSmallerWhereClassesAreApart(String spec) {
        NDArray embeddings = tensors.rows(
                3, 0.8f, 0.6f, 0, 0.6f, 0.8f, 0, -0.6f, 0, 0.8f, -0.8f, 0, 0.6f, 0.28f, 0.96f, 0, -0.96f, 0, 0.28f);

        assertThat(Tensors.mean(new LossSpec(spec).create(), tensors.labels(1, 1, 2, 2, 1, 2), embeddings))
                .isLessThan(Tensors.mean(new LossSpec(spec).create(), tensors.labels(1, 2, 1, 2, 2, 1), embeddings));
    }

    @Test
    void shouldTakeLabelsOfBothWidths() {
        MetricLoss loss = new LossSpec("triplet").create();
        NDArray embeddings = tensors.rows(2, 1, 0, 0.6f, 0.8f, 0, 1);
        NDArray wide = tensors.manager().create(new long[] {5, 5, 1L << 40});

        assertThat(loss.perExample(wide, embeddings).toFloatArray())
                .containsExactly(
                        loss.perExample(tensors.labels(5, 5, 9), embeddings).toFloatArray(), within(0f));
    }

    @Test
    void shouldAskForAsManyLabelsAsEmbeddings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LossSpec("pn").create().perExample(tensors.labels(1, 2), tensors.rows(2, 1, 0)))
                .withMessage("a loss takes labels [batch] and embeddings [batch, dimension], not (2) and (1, 2)");
    }

    @Test
    void shouldLeaveNothingButItsResult() {
        Random random = new Random(Tensors.SEED);
        NDArray embeddings = tensors.unitRows(8, 4, random);
        embeddings.setRequiresGradient(true);
        NDArray labels = tensors.labels(0, 0, 1, 1, 2, 2, 3, 3);
        for (String spec : List.of(
                "multi-similarity(memory=64, memory-warm-up=5)",
                "pn(memory=20)",
                "lifted-structure",
                "multiple-negatives-ranking(memory=64)")) {
            MetricLoss loss = new LossSpec(spec).create();
            step(loss, labels, embeddings);
            int before = tensors.manager().getManagedArrays().size();

            for (int step = 0; step < STEPS; step++) {
                step(loss, labels, embeddings);
            }

            assertThat(tensors.manager().getManagedArrays()).as(spec).hasSize(before);
        }
    }

    private void step(MetricLoss loss, NDArray labels, NDArray embeddings) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector();
                NDManager scope = tensors.manager().newSubManager()) {
            NDArray value = loss.evaluate(new NDList(labels), new NDList(embeddings));
            value.attach(scope); // the collector leaves an array of its own beside it
            collector.backward(value);
        }
    }
}
