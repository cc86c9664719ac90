package dev.semblance.core.model;

import dev.semblance.core.store.Sha256;
import java.util.Optional;

/**
 * A {@link NetworkSpec} as the plain fields that manifests and events carry.
 *
 * @param architecture a {@link NetworkArchitecture}, {@code TORCHSCRIPT_BACKBONE} or {@code TORCHSCRIPT}
 * @param pooling as {@link Pooling#parse} reads it, of our own architectures
 * @param module digest of the module's file, in lower-case hex, of the others
 * @param dimension of the embedding
 */
public record NetworkFields(String architecture, Optional<String> pooling, Optional<String> module, int dimension) {
    /** The fields of a network. */
    public static NetworkFields of(NetworkSpec spec) {
        return switch (spec) {
            case NetworkSpec.BuiltIn builtIn ->
                new NetworkFields(
                        spec.name(), Optional.of(builtIn.pooling().toString()), Optional.empty(), spec.dimension());
            case NetworkSpec.TorchScriptBackbone backbone -> onModule(spec, backbone.module());
            case NetworkSpec.TorchScript whole -> onModule(spec, whole.module());
        };
    }

    private static NetworkFields onModule(NetworkSpec spec, Sha256 module) {
        return new NetworkFields(spec.name(), Optional.empty(), Optional.of(module.hex()), spec.dimension());
    }

    /**
     * The network that these fields describe.
     *
     * @throws IllegalArgumentException if they describe none
     */
    public NetworkSpec spec() {
        return switch (architecture) {
            case NetworkSpec.TorchScript.NAME -> new NetworkSpec.TorchScript(digest(), dimension);
            case NetworkSpec.TorchScriptBackbone.NAME -> new NetworkSpec.TorchScriptBackbone(digest(), dimension);
            default -> builtIn(NetworkArchitecture.valueOf(architecture));
        };
    }

    private NetworkSpec builtIn(NetworkArchitecture known) {
        return new NetworkSpec.BuiltIn(known, pooling.map(Pooling::parse).orElse(known.pooling()), dimension);
    }

    private Sha256 digest() {
        return new Sha256(module.orElseThrow(
                () -> new IllegalArgumentException("network " + architecture + " needs the digest of its module")));
    }
}
