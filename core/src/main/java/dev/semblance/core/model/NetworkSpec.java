package dev.semblance.core.model;

import dev.semblance.core.store.Sha256;

/**
 * The layers of a network, which end in L2 normalisation: {@code [batch, channels, height, width]} to {@code [batch,
 * dimension]}, each row a unit vector.
 */
public sealed interface NetworkSpec {
    /** Longest embedding that can be indexed. */
    int MAX_DIMENSION = 1024;

    /** Length of the embedding, 2 to {@value #MAX_DIMENSION}. */
    int dimension();

    /** A short name, such as {@code TUTORIAL_CONVNET} or {@code TORCHSCRIPT}. */
    String name();

    /** One of our own backbones with the pooling that belongs to it, and a linear embedding layer on top. */
    static NetworkSpec of(NetworkArchitecture architecture, int dimension) {
        return new BuiltIn(architecture, architecture.pooling(), dimension);
    }

    /** The same layers on the module of these weights, which another training may have changed. */
    default NetworkSpec on(Weights weights) {
        return switch (this) {
            case BuiltIn builtIn -> builtIn;
            case TorchScriptBackbone backbone -> new TorchScriptBackbone(digest(weights), backbone.dimension());
            case TorchScript whole -> new TorchScript(digest(weights), whole.dimension());
        };
    }

    private static Sha256 digest(Weights weights) {
        return Sha256.of(weights.module()
                .orElseThrow(() -> new IllegalArgumentException("these weights have no TorchScript module")));
    }

    /**
     * One of our own backbones with a linear embedding layer on top.
     *
     * @param architecture the backbone
     * @param pooling from its map of features to one vector
     * @param dimension of the embedding
     */
    record BuiltIn(NetworkArchitecture architecture, Pooling pooling, int dimension) implements NetworkSpec {
        public BuiltIn {
            requireDimension(dimension);
        }

        @Override
        public String name() {
            return architecture.name();
        }
    }

    /**
     * A TorchScript module that gives {@code [batch, features]}, with a linear embedding layer on top.
     *
     * @param module digest of the module's file
     * @param dimension of the embedding
     */
    record TorchScriptBackbone(Sha256 module, int dimension) implements NetworkSpec {
        /** Its name. */
        public static final String NAME = "TORCHSCRIPT_BACKBONE";

        public TorchScriptBackbone {
            requireDimension(dimension);
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * A TorchScript module that gives {@code [batch, dimension]} by itself.
     *
     * @param module digest of the module's file
     * @param dimension of the embedding
     */
    record TorchScript(Sha256 module, int dimension) implements NetworkSpec {
        /** Its name. */
        public static final String NAME = "TORCHSCRIPT";

        public TorchScript {
            requireDimension(dimension);
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    private static void requireDimension(int dimension) {
        if (dimension < 2 || dimension > MAX_DIMENSION) {
            throw new IllegalArgumentException(
                    "the embedding dimension is 2 to " + MAX_DIMENSION + ", not " + dimension);
        }
    }
}
