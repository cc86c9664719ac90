package dev.semblance.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MultiSimilarityLossTest {
    private final Tensors tensors = new Tensors();
    private final MetricLoss loss = new LossSpec("multi-similarity").create();

    @AfterEach
    void close() {
        tensors.close();
    }

    @Test
    void shouldFollowTheFormulaByHand() {
        // Anchors 0 and 1 are alike at distance 0.4; anchor 2 is at 1 from 0 and at 0.2 from 1, and has no positive.
        NDArray embeddings = tensors.rows(2, 1, 0, 0.6f, 0.8f, 0, 1);

        // 0: nearest negative 1, so no positive farther than 0.9: nothing to learn.
        // 1: positive 0.4 > 0.2 - 0.1, negative 0.2 < 0.4 + 0.1: ln(1 + e^(2 * -0.1)) / 2 + ln(1 + e^(-40 * -0.3)) / 40
        double expected = Math.log1p(Math.exp(-0.2)) / 2 + Math.log1p(Math.exp(12)) / 40;
        assertThat(loss.perExample(tensors.labels(5, 5, 9), embeddings).toFloatArray())
                .containsExactly(new float[] {0, (float) expected, 0}, within(1e-5f));
    }

    @Test
    void shouldBeZeroWithoutNegativesOrWithoutPositives() {
        NDArray embeddings = tensors.rows(2, 1, 0, 0.6f, 0.8f, 0, 1);

        assertNothingToLearn(tensors.labels(1, 1, 1), embeddings);
        assertNothingToLearn(tensors.labels(1, 2, 3), embeddings);
    }

    private void assertNothingToLearn(NDArray labels, NDArray embeddings) {
        assertThat(Tensors.mean(loss, labels, embeddings)).isZero();
        assertThat(tensors.gradient(loss, labels, embeddings)).containsOnly(0);
    }
}
