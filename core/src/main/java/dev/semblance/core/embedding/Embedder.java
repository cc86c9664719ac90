package dev.semblance.core.embedding;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.model.BadModelException;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.Network;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Embeds images with one network. Trainer evaluation, indexer and query service all come through here, so the same
 * pixels give the same vector everywhere (within 1e-6 on the same kind of device, whatever the batch).
 *
 * <p>Safe for use by several threads; {@link #close()} waits for nobody, so callers must have stopped.
 */
public final class Embedder implements AutoCloseable {
    private final NDManager manager;
    private final Block network;
    private final InputSpec input;
    private final int dimension;

    private Embedder(NDManager manager, Block network, InputSpec input, int dimension) {
        this.manager = manager;
        this.network = network;
        this.input = input;
        this.dimension = dimension;
    }

    /**
     * Loads a published model.
     *
     * @throws dev.semblance.core.store.CorruptObjectException if a file of it is not what was published
     * @throws IOException if a file of it is missing or cannot be read
     * @throws BadModelException if its files do not make its network
     */
    public static Embedder load(PublishedModel model, ModelStore store, Device device) throws IOException {
        return load(model.description().network(), model.description().input(), store.weights(model), device);
    }

    /**
     * Builds a network with these weights.
     *
     * @throws BadModelException if the weights do not belong to the network
     */
    public static Embedder load(NetworkSpec spec, InputSpec input, Weights weights, Device device) {
        NDManager manager = NDManager.newBaseManager(device);
        try {
            Block network = Network.load(spec, input, weights, manager).block();
            network.freezeParameters(true);
            return new Embedder(manager, network, input, spec.dimension());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Embeds with a network that others hold and may go on training, as it is at each call; while it learns, nobody may
     * embed. Closing leaves the network alone.
     *
     * @param manager that the network belongs to
     */
    public static Embedder over(Block network, InputSpec input, int dimension, NDManager manager) {
        return new Embedder(manager.newSubManager(), network, input, dimension);
    }

    /** Length of the embeddings. */
    public int dimension() {
        return dimension;
    }

    /**
     * Embeds a batch; the result has the order of the images.
     *
     * @throws NoEmbeddingException if the network gives no unit vector for one of them
     */
    public List<Embedding> embed(List<Pixels> images) {
        if (images.isEmpty()) {
            return List.of();
        }
        float[] values = new float[images.size() * input.length()];
        for (int i = 0; i < images.size(); i++) {
            input.write(images.get(i), values, i * input.length());
        }
        return split(forward(values, images.size()));
    }

    /** Brings an image to what the network takes. */
    public PreparedImage prepare(Pixels image) {
        float[] values = new float[input.length()];
        input.write(image, values, 0);
        return new PreparedImage(values);
    }

    /**
     * Embeds a batch of prepared images; the result has their order.
     *
     * @param images prepared by this embedder
     * @throws NoEmbeddingException if the network gives no unit vector for one of them
     */
    public List<Embedding> embedPrepared(List<PreparedImage> images) {
        if (images.isEmpty()) {
            return List.of();
        }
        float[] values = new float[images.size() * input.length()];
        for (int i = 0; i < images.size(); i++) {
            images.get(i).write(values, i * input.length());
        }
        return split(forward(values, images.size()));
    }

    /**
     * Embeds one image.
     *
     * @throws NoEmbeddingException if the network gives no unit vector for it
     */
    public Embedding embed(Pixels image) {
        return embed(List.of(image)).getFirst();
    }

    private float[] forward(float[] values, int batch) {
        boolean recording = JniUtils.isGradMode();
        JniUtils.setGradMode(false); // per thread, and on in new ones: a live network would keep every batch for it
        try {
            return run(values, batch);
        } finally {
            JniUtils.setGradMode(recording);
        }
    }

    /** Takes {@code [batch, height, width, channels]}, gives {@code [batch, dimension]}. */
    private float[] run(float[] values, int batch) {
        try (NDManager scope = manager.newSubManager()) {
            // A transposed view: PyTorch runs its convolutions on this layout as it is.
            NDArray images = scope.create(values, new Shape(batch, input.height(), input.width(), input.channels()))
                    .transpose(0, 3, 1, 2);
            ParameterStore parameters = new ParameterStore(manager, false);
            return network.forward(parameters, new NDList(images), false)
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }

    private List<Embedding> split(float[] values) {
        List<Embedding> embeddings = new ArrayList<>(values.length / dimension);
        for (int from = 0; from < values.length; from += dimension) {
            embeddings.add(embedding(Arrays.copyOfRange(values, from, from + dimension)));
        }
        return embeddings;
    }

    private static Embedding embedding(float[] values) {
        try {
            return Embedding.of(values);
        } catch (IllegalArgumentException e) {
            throw new NoEmbeddingException(e);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
