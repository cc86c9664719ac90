package dev.semblance.core.model;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The learned part of a network as files: a TorchScript module, DJL block parameters, or both (a module with an
 * embedding layer on top). Immutable by convention: the arrays are not copied, and nobody writes to them.
 */
public final class Weights {
    private static final Weights NONE = new Weights(null, null);

    private final byte @Nullable [] module;
    private final byte @Nullable [] parameters;

    private Weights(byte @Nullable [] module, byte @Nullable [] parameters) {
        this.module = module;
        this.parameters = parameters;
    }

    /** Nothing learned yet. */
    public static Weights none() {
        return NONE;
    }

    /** Of a network of our own layers. */
    public static Weights ofParameters(byte[] parameters) {
        return new Weights(null, parameters);
    }

    /** Of a TorchScript module. */
    public static Weights ofModule(byte[] module) {
        return new Weights(module, null);
    }

    /** The same module with the parameters of the layers on top. */
    public Weights withParameters(byte[] added) {
        return new Weights(module, added);
    }

    /** A TorchScript file. */
    public Optional<byte[]> module() {
        return Optional.ofNullable(module);
    }

    /** DJL block parameters, with the running statistics of batch normalisations. */
    public Optional<byte[]> parameters() {
        return Optional.ofNullable(parameters);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Weights that
                && Arrays.equals(module, that.module)
                && Arrays.equals(parameters, that.parameters);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(module) + Arrays.hashCode(parameters);
    }

    @Override
    public String toString() {
        return "Weights[module of " + length(module) + " bytes, parameters of " + length(parameters) + " bytes]";
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
