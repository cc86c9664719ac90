package dev.semblance.trainer.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.util.Pair;
import dev.semblance.core.OperatorException;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.trainer.loss.MultiSimilarityLoss;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A network that learns batch by batch, with Adam and the multi-similarity loss. */
final class Learner implements AutoCloseable {
    /** Spread of a batch's embeddings below which all of them count as one; its largest value is 1. */
    private static final float COLLAPSED = 1e-4f;

    private final NDManager manager;
    private final InputSpec input;
    private final Block network;
    private final Optimizer optimizer;
    private final MultiSimilarityLoss loss = MultiSimilarityLoss.DEFAULT;
    /** What the optimizer's tracker reads. */
    private float learningRate;

    Learner(NetworkSpec spec, InputSpec input, Device device, long seed) {
        Engine.getInstance().setRandomSeed((int) seed);
        this.manager = NDManager.newBaseManager(device);
        this.input = input;
        this.network = spec.build();
        this.optimizer = Adam.builder()
                .optLearningRateTracker((parameter, step) -> learningRate)
                .build();
        network.initialize(manager, DataType.FLOAT32, shape(1));
    }

    /**
     * What a step saw.
     *
     * @param loss of the batch before the step
     * @param spread mean squared distance of the batch's embeddings from their mean, 0 to 1
     */
    private record Seen(float loss, float spread) {}

    /**
     * Learns from one batch.
     *
     * @param images {@code [batch, height, width, channels]}
     * @param labels {@code [batch]}
     * @return the loss of the batch before the step
     * @throws OperatorException if the loss is no number or all embeddings have become one
     */
    float learn(float[] images, int[] labels, double rate) {
        learningRate = (float) rate;
        Seen seen = backward(images, labels);
        if (!Float.isFinite(seen.loss())) {
            throw new OperatorException("training has failed: the loss is " + seen.loss()
                    + "; lower the learning rate or look for broken images");
        }
        if (seen.spread() < COLLAPSED) {
            throw new OperatorException("training has failed: all embeddings have become the same; "
                    + "lower the learning rate, or check that images of different classes differ");
        }
        update();
        return seen.loss();
    }

    private Seen backward(float[] images, int[] labels) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray batch = scope.create(
                            images, new Shape(labels.length, input.height(), input.width(), input.channels()))
                    .transpose(0, 3, 1, 2);
            NDArray embeddings = network.forward(new ParameterStore(manager, false), new NDList(batch), true)
                    .singletonOrThrow();
            NDArray value = loss.ofBatch(scope.create(labels), embeddings);
            collector.backward(value);
            return new Seen(value.getFloat(), spread(embeddings.stopGradient()));
        }
    }

    private static float spread(NDArray embeddings) {
        NDArray fromMean = embeddings.sub(embeddings.mean(new int[] {0}, true));
        return fromMean.square().sum(new int[] {1}).mean().getFloat();
    }

    private void update() {
        for (Pair<String, Parameter> named : network.getParameters()) {
            if (!named.getValue().requiresGradient()) {
                continue;
            }
            NDArray weights = named.getValue().getArray();
            try (NDArray gradient = weights.getGradient()) {
                optimizer.update(named.getKey(), weights, gradient);
                gradient.subi(gradient); // gradients add up until they are cleared
            }
        }
    }

    /** The parameters as {@link dev.semblance.core.embedding.Embedder} loads them. */
    byte[] parameters() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            network.saveParameters(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Shape shape(int batch) {
        return new Shape(batch, input.channels(), input.height(), input.width());
    }

    @Override
    public void close() {
        manager.close();
    }
}
