package dev.semblance.core.model;

/** How an artifact keeps what a network has learned. */
public enum ModelFormat {
    /** DJL block parameters, in {@code parameters}. */
    DJL_PARAMETERS("djl-parameters"),
    /** A TorchScript file, in {@code module}; with an embedding layer on top also DJL block parameters of that. */
    TORCHSCRIPT("torchscript");

    private final String label;

    ModelFormat(String label) {
        this.label = label;
    }

    /** The format that networks of this kind are kept in. */
    public static ModelFormat of(NetworkSpec spec) {
        return switch (spec) {
            case NetworkSpec.BuiltIn builtIn -> DJL_PARAMETERS;
            case NetworkSpec.TorchScriptBackbone backbone -> TORCHSCRIPT;
            case NetworkSpec.TorchScript whole -> TORCHSCRIPT;
        };
    }

    /** Its name in manifests and events. */
    public String label() {
        return label;
    }
}
