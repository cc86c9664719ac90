package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.semblance.trainer.training.OptimizerSpec.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three steps on one weight, beside the published formulas in double precision. */
class GradientStepTest {
    private static final float RATE = 0.1f;
    private static final double DECAY = 0.01;
    private static final double[] GRADIENTS = {0.5, -0.2, 0.3};

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void shouldStepAsAdamIsPublished() {
        assertThat(steps(create(Kind.ADAM, 0), 1)).isEqualTo((float) adam(1, 0, 0), within(1e-5f));
        assertThat(steps(create(Kind.ADAM, DECAY), 1)).isEqualTo((float) adam(1, DECAY, 0), within(1e-5f));
    }

    @Test
    void shouldDecayWeightsApartFromTheGradientAsAdamWIsPublished() {
        assertThat(steps(create(Kind.ADAMW, DECAY), 1)).isEqualTo((float) adam(1, 0, DECAY), within(1e-5f));
    }

    @Test
    void shouldStepWithMomentum() {
        // v = 0.5, 0.25, 0.525; w = 1 - 0.1 (0.5 + 0.25 + 0.525)
        assertThat(steps(create(Kind.SGD, 0), 1)).isEqualTo(0.8725f, within(1e-6f));
        // Gradients with 0.01 w: 0.51, then 0.949: -0.19051, v 0.26849; then 0.922151: 0.30922151, v 0.55086251
        assertThat(steps(create(Kind.SGD, DECAY), 1))
                .isEqualTo((float) (1 - 0.1 * (0.51 + 0.26849 + 0.55086251)), within(1e-6f));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldGoOnFromItsSavedState(Kind kind) throws IOException {
        float uninterrupted = steps(create(kind, DECAY), 1);
        GradientStep first = create(kind, DECAY);
        NDArray weight = manager.create(1f);
        step(first, weight, 0);
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        first.save(new DataOutputStream(saved));

        GradientStep second = create(kind, DECAY);
        second.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        step(second, weight, 1);
        step(second, weight, 2);

        assertThat(weight.getFloat()).isEqualTo(uninterrupted);
    }

    /** Kingma and Ba, algorithm 1, with the bias correction moved into the rate. */
    private static double adam(double start, double decay, double decoupled) {
        double weight = start;
        double mean = 0;
        double variance = 0;
        for (int t = 1; t <= GRADIENTS.length; t++) {
            double gradient = GRADIENTS[t - 1] + decay * weight;
            weight -= RATE * decoupled * weight;
            mean = 0.9 * mean + 0.1 * gradient;
            variance = 0.999 * variance + 0.001 * gradient * gradient;
            double rate = RATE * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
            weight -= rate * mean / (Math.sqrt(variance) + 1e-7);
        }
        return weight;
    }

    private static GradientStep create(Kind kind, double decay) {
        Schedule fixed = new Schedule(Schedule.Shape.FIXED, 0, 0);
        return new OptimizerSpec(kind, RATE, decay, fixed).create();
    }

    private float steps(GradientStep optimizer, float start) {
        NDArray weight = manager.create(start);
        for (int i = 0; i < GRADIENTS.length; i++) {
            step(optimizer, weight, i);
        }
        return weight.getFloat();
    }

    private void step(GradientStep optimizer, NDArray weight, int number) {
        optimizer.begin();
        optimizer.update("weight", weight, manager.create((float) GRADIENTS[number]), RATE);
    }
}
