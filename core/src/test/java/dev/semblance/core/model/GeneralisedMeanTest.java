package dev.semblance.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers in generalised-mean.jsonl were computed by running TensorFlow Similarity. */
class GeneralisedMeanTest {
    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    /** The reference has channels last, and may keep the pooled axes; its values are in the same order then. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldAgreeWithTheReference(String name, JsonNode given) {
        double power = given.at("/inputs/params/p").asDouble(Double.POSITIVE_INFINITY);
        NDArray channelsLast = array(given.at("/inputs/x"));
        int last = channelsLast.getShape().dimension() - 1;
        NDArray values = last == 2 ? channelsLast.transpose(0, 2, 1) : channelsLast.transpose(0, 3, 1, 2);

        NDArray pooled = new GeneralisedMean(power).of(values);

        assertThat(pooled.getShape())
                .isEqualTo(new Shape(
                        channelsLast.getShape().get(0), channelsLast.getShape().get(last)));
        float[] expected = distinctSteps(given.at("/expected/output")).toFloatArray();
        assertThat(pooled.toFloatArray()).as(name).containsExactly(expected, within(1e-5f));
    }

    /** 0.5 and 2.5 are shifted to 1 and 3. */
    @Test
    void shouldFollowTheFormulaByHand() {
        NDArray values = manager.create(new float[] {0.5f, 2.5f}, new Shape(1, 1, 1, 2));

        assertThat(pooled(3, values)).isEqualTo((float) (Math.cbrt((1 + 27) / 2.0) - 0.5), within(1e-6f));
        assertThat(pooled(0, values)).isEqualTo((float) (Math.sqrt(3) - 0.5), within(1e-6f));
        assertThat(pooled(1, values)).isEqualTo(1.5f, within(1e-6f));
        assertThat(pooled(Double.POSITIVE_INFINITY, values)).isEqualTo(2.5f);
        assertThat(pooled(Double.NEGATIVE_INFINITY, values)).isEqualTo(0.5f);
    }

    /** By differences: adding the same to all values adds it to the pooled one, so gradients add up to 1. */
    @ParameterizedTest
    @ValueSource(doubles = {3, 1, 0, -2, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void shouldHaveTheGradientOfItsValues(double power) {
        float[] values = {0.5f, 2.5f, -1, 0.25f};
        NDArray array = manager.create(values, new Shape(1, 1, 2, 2));
        array.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(new GeneralisedMean(power).of(array).sum());
        }
        float[] gradient = array.getGradient().toFloatArray();

        for (int i = 0; i < values.length; i++) {
            float[] more = values.clone();
            more[i] += 1e-2f;
            float[] less = values.clone();
            less[i] -= 1e-2f;
            float slope = (pooled(power, manager.create(more, new Shape(1, 1, 2, 2)))
                            - pooled(power, manager.create(less, new Shape(1, 1, 2, 2))))
                    / 2e-2f;
            assertThat(gradient[i]).as("of value %d", i).isEqualTo(slope, within(1e-3f));
        }
    }

    private static float pooled(double power, NDArray values) {
        return new GeneralisedMean(power).of(values).toFloatArray()[0];
    }

    /** One case repeats its pooled value for each step, which its own note calls a quirk. */
    private NDArray distinctSteps(JsonNode output) {
        NDArray array = array(output);
        return array.getShape().dimension() == 3 && array.getShape().get(1) > 1 ? array.get(":, :1") : array;
    }

    private NDArray array(JsonNode nested) {
        List<Long> shape = new ArrayList<>();
        for (JsonNode level = nested; level.isArray(); level = level.get(0)) {
            shape.add((long) level.size());
        }
        List<Float> values = new ArrayList<>();
        collect(nested, values);
        float[] flat = new float[values.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = values.get(i);
        }
        return manager.create(flat, new Shape(shape));
    }

    private static void collect(JsonNode nested, List<Float> values) {
        if (nested.isArray()) {
            nested.forEach(level -> collect(level, values));
            return;
        }
        values.add(nested.floatValue());
    }

    static List<Arguments> cases() throws IOException {
        List<Arguments> cases = new ArrayList<>();
        try (InputStream file =
                Objects.requireNonNull(GeneralisedMeanTest.class.getResourceAsStream("generalised-mean.jsonl"))) {
            new ObjectMapper()
                    .readerFor(JsonNode.class)
                    .<JsonNode>readValues(file)
                    .forEachRemaining(
                            given -> cases.add(Arguments.of(given.path("name").asText(), given)));
        }
        return cases;
    }
}
