package dev.semblance.core.embedding;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.model.NetworkSpec;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
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
     * Builds the network and loads its parameters.
     *
     * @throws IllegalArgumentException if the parameters do not belong to the network
     */
    public static Embedder load(NetworkSpec spec, InputSpec input, byte[] parameters, Device device) {
        NDManager manager = NDManager.newBaseManager(device);
        try {
            Block network = spec.build();
            network.initialize(
                    manager, DataType.FLOAT32, new Shape(1, input.channels(), input.height(), input.width()));
            network.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(parameters)));
            network.freezeParameters(true);
            return new Embedder(manager, network, input, spec.dimension());
        } catch (IOException | MalformedModelException e) {
            manager.close();
            throw new IllegalArgumentException("the parameters do not belong to network " + spec, e);
        }
    }

    /** Length of the embeddings. */
    public int dimension() {
        return dimension;
    }

    /** Embeds a batch; the result has the order of the images. */
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

    /** Embeds one image. */
    public Embedding embed(Pixels image) {
        return embed(List.of(image)).getFirst();
    }

    /** Takes {@code [batch, height, width, channels]}, gives {@code [batch, dimension]}. */
    private float[] forward(float[] values, int batch) {
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
            embeddings.add(Embedding.of(Arrays.copyOfRange(values, from, from + dimension)));
        }
        return embeddings;
    }

    @Override
    public void close() {
        manager.close();
    }
}
