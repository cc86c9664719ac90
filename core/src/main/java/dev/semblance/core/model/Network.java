package dev.semblance.core.model;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.store.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A network with its weights, ready to learn or to embed. What it holds belongs to the manager that it was made with.
 * Not safe for use by several threads while it learns.
 */
public final class Network {
    private final Block block;
    private final Optional<TorchScriptModule> module;
    /** What {@link Weights#parameters()} holds; empty where the module is all there is. */
    private final Optional<Block> own;

    private final Weights given;
    private final NDManager manager;

    private Network(
            Block block, Optional<TorchScriptModule> module, Optional<Block> own, Weights given, NDManager manager) {
        this.block = block;
        this.module = module;
        this.own = own;
        this.given = given;
        this.manager = manager;
    }

    /**
     * A network that has not learned yet; the same seed of the engine gives the same weights.
     *
     * @param given the module where the network stands on one, else {@link Weights#none()}
     * @throws BadModelException if the module is not the one of the network
     */
    public static Network initialise(NetworkSpec spec, InputSpec input, Weights given, NDManager manager) {
        Network network = build(spec, input, given, manager);
        network.block.initialize(manager, DataType.FLOAT32, shape(input));
        network.own.ifPresent(layers -> ChannelsLast.apply(layers, manager));
        return network;
    }

    /**
     * A network as it was saved.
     *
     * @throws BadModelException if the weights are not the ones of the network
     */
    public static Network load(NetworkSpec spec, InputSpec input, Weights weights, NDManager manager) {
        Network network = build(spec, input, weights, manager);
        network.block.initialize(manager, DataType.FLOAT32, shape(input));
        network.own.ifPresent(layers -> read(spec, layers, weights, manager));
        return network;
    }

    private static void read(NetworkSpec spec, Block layers, Weights weights, NDManager manager) {
        byte[] parameters = weights.parameters()
                .orElseThrow(() -> new BadModelException("network " + spec.name() + " has no parameters"));
        List<Shape> expected = shapes(layers);
        try {
            layers.getParameters().values().forEach(Parameter::close);
            layers.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(parameters)));
        } catch (IOException | MalformedModelException | RuntimeException e) {
            throw new BadModelException("the parameters do not belong to network " + spec, e);
        }
        if (!shapes(layers).equals(expected)) {
            throw new BadModelException("the parameters do not belong to network " + spec + ": they have the shapes "
                    + shapes(layers) + ", not " + expected);
        }
        ChannelsLast.apply(layers, manager);
    }

    private static List<Shape> shapes(Block layers) {
        return layers.getParameters().values().stream().map(Parameter::getShape).toList();
    }

    private static Network build(NetworkSpec spec, InputSpec input, Weights given, NDManager manager) {
        return switch (spec) {
            case NetworkSpec.BuiltIn builtIn -> {
                builtIn.architecture().require(input);
                Block layers = layers(builtIn);
                yield new Network(layers, Optional.empty(), Optional.of(layers), Weights.none(), manager);
            }
            case NetworkSpec.TorchScript whole -> {
                TorchScriptModule module = module(whole.module(), given, manager);
                requireWidth(module.width(input), whole.dimension());
                Block layers = new SequentialBlock().add(module).add(Layers.unitLength());
                yield new Network(layers, Optional.of(module), Optional.empty(), given, manager);
            }
            case NetworkSpec.TorchScriptBackbone backbone -> {
                TorchScriptModule module = module(backbone.module(), given, manager);
                module.width(input);
                Block head = embedding(backbone.dimension());
                Block layers = new SequentialBlock().add(module).add(head).add(Layers.unitLength());
                yield new Network(layers, Optional.of(module), Optional.of(head), given, manager);
            }
        };
    }

    private static Block layers(NetworkSpec.BuiltIn spec) {
        Block features = spec.architecture().layers();
        features.setInitializer(spec.architecture().initializer(), Parameter.Type.WEIGHT);
        return new SequentialBlock()
                .add(features)
                .add(Layers.pooling(spec.pooling()))
                .add(embedding(spec.dimension()))
                .add(Layers.unitLength());
    }

    private static Block embedding(int dimension) {
        Block layer = Linear.builder().setUnits(dimension).build();
        layer.setInitializer(Layers.GLOROT_UNIFORM, Parameter.Type.WEIGHT);
        return layer;
    }

    private static TorchScriptModule module(Sha256 digest, Weights given, NDManager manager) {
        byte[] file = given.module().orElseThrow(() -> new BadModelException("the TorchScript module is missing"));
        if (!Sha256.of(file).equals(digest)) {
            throw new BadModelException("the TorchScript module is another one than " + digest.hex());
        }
        return TorchScriptModule.load(file, manager);
    }

    private static void requireWidth(int width, int dimension) {
        if (width != dimension) {
            throw new BadModelException("the module gives " + width + " values an image, not " + dimension);
        }
    }

    private static Shape shape(InputSpec input) {
        return new Shape(1, input.channels(), input.height(), input.width());
    }

    /**
     * How the network embeds what it learns from; not for use after the manager that it was made with has ended.
     *
     * @throws IllegalArgumentException if the network stands on a TorchScript module, which computes as it was written,
     *     and the precision is not float32
     */
    public Forward learning(Precision precision) {
        return switch (precision) {
            case FLOAT32 ->
                (parameters, images) ->
                        block.forward(parameters, new NDList(images), true).singletonOrThrow();
            case BFLOAT16 -> {
                if (module.isPresent()) {
                    throw new IllegalArgumentException("a TorchScript module computes in the precision it has");
                }
                yield new MixedForward(block, manager);
            }
        };
    }

    /** The layers, {@code [batch, channels, height, width]} to unit vectors {@code [batch, dimension]}. */
    public Block block() {
        return block;
    }

    /** Keeps a TorchScript backbone from learning, so that only the embedding layer does; without one does nothing. */
    public void freezeBackbone() {
        module.ifPresent(TorchScriptModule::freeze);
    }

    /** What the network has learned until now, with the running statistics of its batch normalisations. */
    public Weights weights() {
        Weights held = module.filter(learning -> own.isPresent() && !learning.isFrozen())
                .map(learning -> Weights.ofModule(learning.write()))
                .orElse(given);
        return own.map(layers -> held.withParameters(save(layers))).orElse(held);
    }

    private static byte[] save(Block layers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            layers.saveParameters(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes all that is written to it", e);
        }
        return bytes.toByteArray();
    }
}
