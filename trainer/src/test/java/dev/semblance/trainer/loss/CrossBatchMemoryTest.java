package dev.semblance.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.semblance.core.OperatorException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossBatchMemoryTest {
    private final Tensors tensors = new Tensors();

    @AfterEach
    void close() {
        tensors.close();
    }

    private NDArray first() {
        return tensors.rows(2, 1, 0, 0, 1);
    }

    private NDArray second() {
        return tensors.rows(2, 0.6f, 0.8f, 0.8f, -0.6f);
    }

    @Test
    void shouldCompareWithEarlierBatchesByHand() {
        MetricLoss loss = new LossSpec("triplet(margin=1, negative=hard, memory=4)").create();
        Tensors.mean(loss, tensors.labels(1, 2), first());

        // (0.6, 0.8) of class 1: from (1, 0), the only positive, 0.4; negatives (0, 1) at 0.2, (0.8, -0.6) at 1.
        // (0.8, -0.6) of class 2: positive (0, 1) at 1.6; negatives (1, 0) at 0.2 and (0.6, 0.8) at 1.
        assertThat(loss.perExample(tensors.labels(1, 2), second()).toFloatArray())
                .containsExactly(new float[] {1 + 0.4f - 0.2f, 1 + 1.6f - 0.2f}, within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multi-similarity(memory=16",
                "triplet(margin=soft, memory=16",
                "pn(positive=easy, negative=hard, memory=16",
                "circle(gamma=8, memory=16",
                "soft-nearest-neighbour(memory=16"
            })
    void shouldEqualTheLossOfTheUnionOnTheRowsOfTheBatch(String spec) {
        Random random = new Random(Tensors.SEED);
        NDArray earlier = tensors.unitRows(8, 4, random);
        NDArray now = tensors.unitRows(6, 4, random);
        NDArray earlierLabels = tensors.labels(0, 1, 2, 0, 1, 2, 3, 3);
        NDArray nowLabels = tensors.labels(0, 0, 1, 1, 3, 2);
        MetricLoss loss = new LossSpec(spec + ")").create();
        loss.perExample(earlierLabels, earlier);

        float[] found = loss.perExample(nowLabels, now).toFloatArray();

        float[] union = loss.memoryless()
                .perExample(nowLabels.concat(earlierLabels), now.concat(earlier))
                .get(":6")
                .toFloatArray();
        assertThat(found).as("seed %d", Tensors.SEED).containsExactly(union, within(1e-5f));
    }

    @Test
    void shouldPassNoGradientIntoTheMemory() {
        MetricLoss loss = new LossSpec("triplet(margin=1, positive=hard, negative=hard, memory=3)").create();
        loss.perExample(tensors.labels(1, 2), first());

        // One example, class 1: pulled to (1, 0) and pushed from (0, 1): d = -q.(1, 0) + q.(0, 1) and constants.
        assertThat(tensors.gradient(loss, tensors.labels(1), tensors.rows(2, 0.6f, 0.8f)))
                .containsExactly(new float[] {-1, 1}, within(1e-6f));
    }

    @Test
    void shouldForgetTheOldestFirst() {
        MetricLoss loss = new LossSpec("triplet(margin=1, negative=hard, memory=4)").create();
        loss.perExample(tensors.labels(1, 2), tensors.rows(2, -1, 0, -1, 0));
        loss.perExample(tensors.labels(1, 2), first());

        assertThat(loss.perExample(tensors.labels(1, 2), second()).toFloatArray())
                .containsExactly(new float[] {1 + 0.4f - 0.2f, 1 + 1.6f - 0.2f}, within(1e-6f));
    }

    @Test
    void shouldRememberNothingWhileWarmingUp() {
        MetricLoss loss = new LossSpec("multi-similarity(memory=4, memory-warm-up=2)").create();
        NDArray labels = tensors.labels(1, 2);
        loss.perExample(labels, first());
        loss.perExample(labels, first());

        assertThat(Tensors.mean(loss, labels, second())).as("the third step").isZero();
        assertThat(Tensors.mean(loss, labels, first())).as("the fourth step").isPositive();
    }

    @Test
    void shouldJudgeWithoutRemembering() {
        MetricLoss loss = new LossSpec("multi-similarity(memory=4)").create();
        NDArray labels = tensors.labels(1, 2);

        loss.memoryless().perExample(labels, first());

        assertThat(Tensors.mean(loss, labels, second())).isZero();
    }

    @Test
    void shouldGoOnFromASavedStateAsIfItHadNotStopped() throws IOException {
        Random random = new Random(Tensors.SEED);
        NDArray labels = tensors.labels(1, 2, 1, 2);
        LossSpec spec = new LossSpec("multi-similarity(memory=10, memory-warm-up=1)");
        MetricLoss loss = spec.create();
        for (int step = 0; step < 4; step++) {
            loss.perExample(labels, tensors.unitRows(4, 3, random));
        }
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        loss.saveState(new DataOutputStream(saved));

        MetricLoss restored = spec.create();
        restored.restoreState(in(saved.toByteArray()));

        for (int step = 0; step < 3; step++) {
            NDArray embeddings = tensors.unitRows(4, 3, random);
            assertThat(restored.perExample(labels, embeddings).toFloatArray())
                    .containsExactly(loss.perExample(labels, embeddings).toFloatArray());
        }
    }

    @Test
    void shouldCountTheStepsBeforeItWasSaved() throws IOException {
        LossSpec spec = new LossSpec("multi-similarity(memory=4, memory-warm-up=1)");
        NDArray labels = tensors.labels(1, 2);
        MetricLoss loss = spec.create();
        loss.perExample(labels, first());
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        loss.saveState(new DataOutputStream(saved));

        MetricLoss restored = spec.create();
        restored.restoreState(in(saved.toByteArray()));
        restored.perExample(labels, first());

        assertThat(Tensors.mean(restored, labels, second())).isPositive();
    }

    @Test
    void shouldRefuseAStateThatIsNotItsOwn() throws IOException {
        MetricLoss loss = new LossSpec("multi-similarity(memory=4)").create();
        loss.perExample(tensors.labels(1, 2), first());
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        loss.saveState(new DataOutputStream(saved));
        MetricLoss smaller = new LossSpec("multi-similarity(memory=1)").create();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> smaller.restoreState(in(saved.toByteArray())))
                .withMessage("a saved memory of 2 examples of dimension 2 does not fit into one of 1");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> loss.restoreState(in(new byte[20])))
                .withMessage("no saved memory of a loss: it begins with 0");
    }

    @Test
    void shouldAskForAMemoryThatHoldsABatch() {
        MetricLoss loss = new LossSpec("pn(memory=1)").create();

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> loss.perExample(tensors.labels(1, 2), first()))
                .withMessage("a memory of 1 examples is smaller than a batch of 2; set memory to several batches");
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
