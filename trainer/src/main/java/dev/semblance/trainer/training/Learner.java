package dev.semblance.trainer.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.semblance.core.OperatorException;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.Forward;
import dev.semblance.core.model.Network;
import dev.semblance.core.model.Weights;
import dev.semblance.trainer.loss.MetricLoss;
import dev.semblance.trainer.sampling.Batch;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * A network that learns batch by batch. On several devices each takes a share of the batch; the loss is that of the
 * whole batch, so that pairs across the shares count too.
 */
final class Learner implements AutoCloseable {
    /** Spread of a batch's embeddings below which all of them count as one; its largest value is 1. */
    private static final float COLLAPSED = 1e-4f;

    private final Hardware hardware;
    private final NDManager manager;
    private final InputSpec input;
    private final Network network;
    private final Forward forward;
    private final int dimension;
    private final MetricLoss loss;
    private final GradientStep optimizer;
    private final MirroredWeights weights;
    private final ParameterStore parameters;

    private Learner(TrainingPlan plan, InputSpec input, Hardware hardware, NDManager manager, Network network) {
        this.hardware = hardware;
        this.manager = manager;
        this.input = input;
        this.network = network;
        this.forward = network.learning(hardware.precision());
        this.dimension = plan.network().dimension();
        this.loss = plan.loss().create();
        this.optimizer = plan.optimizer().create();
        this.weights = new MirroredWeights(network.block(), optimizer);
        this.parameters = new ParameterStore(manager, false);
        parameters.setParameterServer(
                weights, hardware.devices().stream().distinct().toArray(Device[]::new));
    }

    /**
     * A learner that knows nothing but what it is given.
     *
     * @param given the TorchScript module to go on from, if the network stands on one
     */
    static Learner begin(TrainingPlan plan, InputSpec input, Weights given, Hardware hardware) {
        Engine.getInstance().setRandomSeed((int) plan.seed());
        NDManager manager = NDManager.newBaseManager(hardware.first());
        try {
            Network network = Network.initialise(plan.network(), input, given, manager);
            return new Learner(plan, input, hardware, manager, network);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * A learner that goes on where another one was saved.
     *
     * @param in what {@link #saveState} wrote
     */
    static Learner resume(TrainingPlan plan, InputSpec input, Weights weights, DataInputStream in, Hardware hardware)
            throws IOException {
        NDManager manager = NDManager.newBaseManager(hardware.first());
        try {
            Network network = Network.load(plan.network().on(weights), input, weights, manager);
            Learner learner = new Learner(plan, input, hardware, manager, network);
            learner.optimizer.restore(in);
            learner.loss.restoreState(in);
            return learner;
        } catch (RuntimeException | IOException e) {
            manager.close();
            throw e;
        }
    }

    /** Writes what a run needs besides {@link #weights()} to go on: the optimizer's state and the loss's memory. */
    void saveState(DataOutputStream out) throws IOException {
        optimizer.save(out);
        loss.saveState(out);
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
     * @return the loss of the batch before the step
     * @throws OperatorException if the loss is no number or all embeddings have become one
     */
    float learn(Batch batch, double rate) {
        JniUtils.setGradMode(false); // per thread, and on in new ones: only the collector may switch it on
        Seen seen = backward(batch);
        // The loss alone does not tell: where distances are no numbers, mining picks no pairs, and none is a loss of 0.
        if (!Float.isFinite(seen.loss()) || !Float.isFinite(seen.spread())) {
            throw new OperatorException(
                    "training has failed: the loss is " + seen.loss() + ", the spread of embeddings " + seen.spread()
                            + "; lower the learning rate or look for broken images");
        }
        if (seen.spread() < COLLAPSED) {
            throw new OperatorException("training has failed: all embeddings have become the same; "
                    + "lower the learning rate, or check that images of different classes differ");
        }
        weights.begin(rate);
        parameters.updateAllParameters();
        return seen.loss();
    }

    private Seen backward(Batch batch) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            List<Share> shares = Share.of(batch, input, hardware.devices().size());
            NDArray embeddings = learning(scope, shares);
            NDArray value = loss.evaluate(new NDList(labels(scope, shares)), new NDList(embeddings));
            collector.backward(value);
            return new Seen(value.getFloat(), spread(embeddings.stopGradient()));
        }
    }

    /** The loss of a batch that is not learned from. */
    float judge(Batch batch) {
        JniUtils.setGradMode(false);
        try (NDManager scope = manager.newSubManager()) {
            List<Share> all = Share.of(batch, input, 1);
            NDArray images = all.getFirst().images(scope, hardware.first());
            NDArray embeddings = network.block()
                    .forward(parameters, new NDList(images), false)
                    .singletonOrThrow();
            return loss.memoryless()
                    .evaluate(new NDList(labels(scope, all)), new NDList(embeddings))
                    .getFloat();
        }
    }

    /** Embeddings of all shares, {@code [batch, dimension]}, on the first device. */
    private NDArray learning(NDManager scope, List<Share> shares) {
        NDList embeddings = new NDList(shares.size());
        for (int i = 0; i < shares.size(); i++) {
            NDArray images = shares.get(i).images(scope, hardware.devices().get(i));
            embeddings.add(forward.embed(parameters, images).toDevice(hardware.first(), false));
        }
        return embeddings.size() == 1 ? embeddings.getFirst() : NDArrays.concat(embeddings);
    }

    private static NDArray labels(NDManager scope, List<Share> shares) {
        return scope.create(shares.stream().flatMapToInt(Share::labels).toArray());
    }

    private static float spread(NDArray embeddings) {
        NDArray fromMean = embeddings.sub(embeddings.mean(new int[] {0}, true));
        return fromMean.square().sum(new int[] {1}).mean().getFloat();
    }

    /** Embeds with the network as it is; not while it learns. */
    Embedder embedder() {
        return Embedder.over(network.block(), input, dimension, manager);
    }

    /** What the network has learned until now. */
    Weights weights() {
        return network.weights();
    }

    @Override
    public void close() {
        manager.close();
    }
}
