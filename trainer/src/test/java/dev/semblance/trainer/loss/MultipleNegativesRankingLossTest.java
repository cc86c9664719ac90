package dev.semblance.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.semblance.core.OperatorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MultipleNegativesRankingLossTest {
    private final Tensors tensors = new Tensors();

    @AfterEach
    void close() {
        tensors.close();
    }

    /** Queries (1, 0) and (0, 1), keys (0.6, 0.8) and (-0.6, 0.8), two examples of class 4 and two of class 2. */
    private NDArray pairs() {
        return tensors.rows(2, 1, 0, 0.6f, 0.8f, 0, 1, -0.6f, 0.8f);
    }

    @Test
    void shouldRankTheKeyOfTheQueryAboveAllOthers() {
        MetricLoss loss = new LossSpec("multiple-negatives-ranking(scale=10)").create();

        // Scores 6 and -6 of the first query, 8 and 8 of the second.
        assertThat(loss.perExample(tensors.labels(4, 4, 2, 2), pairs()).toFloatArray())
                .containsExactly(
                        new float[] {
                            (float) (Math.log(1 + Math.exp(6) + Math.exp(-6)) - 6),
                            (float) (Math.log(1 + 2 * Math.exp(8)) - 8)
                        },
                        within(1e-5f));
    }

    @Test
    void shouldPairExamplesWhereverTheyStand() {
        MetricLoss loss = new LossSpec("multiple-negatives-ranking(scale=10)").create();
        NDArray mixed = tensors.rows(2, 1, 0, 0, 1, -0.6f, 0.8f, 0.6f, 0.8f);

        assertThat(Tensors.mean(loss, tensors.labels(4, 2, 2, 4), mixed))
                .isEqualTo(Tensors.mean(loss, tensors.labels(4, 4, 2, 2), pairs()));
    }

    @Test
    void shouldHaveTheGradientOfASoftmax() {
        MetricLoss loss = new LossSpec("multiple-negatives-ranking(scale=1)").create();

        // One pair with q.k = 0.6: L = ln(1 + e^0.6) - 0.6, dL/ds = sigmoid(0.6) - 1.
        float slope = (float) (1 / (1 + Math.exp(-0.6)) - 1);
        assertThat(tensors.gradient(loss, tensors.labels(4, 4), tensors.rows(2, 1, 0, 0.6f, 0.8f)))
                .containsExactly(new float[] {0.6f * slope, 0.8f * slope, slope, 0}, within(1e-6f));
    }

    @Test
    void shouldTakeWhatIsRememberedForNegativesUnlessItIsOfTheSameClass() {
        MetricLoss loss = new LossSpec("multiple-negatives-ranking(scale=1, memory=8)").create();
        Tensors.mean(loss, tensors.labels(4, 4, 2, 2), pairs());

        // To query (1, 0) of class 4 the two remembered of class 2 are negatives: scores 0 and -0.6 beside its own 0.6.
        double expected = Math.log(1 + Math.exp(0.6) + Math.exp(0) + Math.exp(-0.6)) - 0.6;
        assertThat((double) Tensors.mean(loss, tensors.labels(4, 4), tensors.rows(2, 1, 0, 0.6f, 0.8f)))
                .isCloseTo(expected, within(1e-5));
    }

    @Test
    void shouldAskForPairs() {
        MetricLoss loss = new LossSpec("multiple-negatives-ranking").create();

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> loss.perExample(tensors.labels(4, 4, 2, 4), pairs()))
                .withMessage("loss multiple-negatives-ranking needs 2 examples of each class in a batch, but class 4 "
                        + "has 3; set 2 examples per class, or choose another loss");
    }
}
