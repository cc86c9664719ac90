package dev.semblance.trainer.loss;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.provider.Arguments;

/** Arrays of one test, and what can be found out about them. */
final class Tensors implements AutoCloseable {
    static final long SEED = Long.getLong("test.seed", 20260101);

    private final NDManager manager = NDManager.newBaseManager();

    NDManager manager() {
        return manager;
    }

    NDArray labels(int... labels) {
        return manager.create(labels);
    }

    NDArray rows(int dimension, float... values) {
        return manager.create(values, new Shape(values.length / dimension, dimension));
    }

    NDArray rows(JsonNode rows) {
        float[] values = new float[rows.size() * rows.path(0).size()];
        int next = 0;
        for (JsonNode row : rows) {
            for (JsonNode value : row) {
                values[next++] = (float) value.asDouble();
            }
        }
        return manager.create(values, new Shape(rows.size(), rows.path(0).size()));
    }

    /** Random rows of length 1. */
    NDArray unitRows(int count, int dimension, Random random) {
        float[] values = new float[count * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        NDArray rows = manager.create(values, new Shape(count, dimension));
        return rows.div(rows.norm(new int[] {1}, true));
    }

    /** The gradient of the sum of what a function makes of an array. */
    float[] gradient(NDArray of, UnaryOperator<NDArray> function) {
        return gradient(of, function, () -> {});
    }

    /** With something that happens between the function and its gradient. */
    float[] gradient(NDArray of, UnaryOperator<NDArray> function, Runnable meanwhile) {
        NDArray variable = of.duplicate();
        variable.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = function.apply(variable).sum();
            meanwhile.run();
            collector.backward(value);
        }
        return variable.getGradient().toFloatArray();
    }

    float[] gradient(MetricLoss loss, NDArray labels, NDArray embeddings) {
        return gradient(embeddings, variable -> loss.evaluate(new NDList(labels), new NDList(variable)));
    }

    static float mean(MetricLoss loss, NDArray labels, NDArray embeddings) {
        return loss.evaluate(new NDList(labels), new NDList(embeddings)).getFloat();
    }

    static float[] floats(JsonNode values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values.path(i).asDouble();
        }
        return floats;
    }

    static int[] ints(JsonNode values) {
        int[] ints = new int[values.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = values.path(i).asInt();
        }
        return ints;
    }

    /** The cases of a file, each with its name. */
    static List<Arguments> cases(String file, String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Tensors.class.getResourceAsStream(file), "the cases are there")) {
            List<Arguments> cases = new ArrayList<>();
            for (JsonNode given : new ObjectMapper().readTree(in)) {
                cases.add(Arguments.of(
                        given.path("id").asText() + " " + given.path(name).asText(), given));
            }
            return cases;
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
