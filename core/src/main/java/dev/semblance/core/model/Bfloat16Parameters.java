package dev.semblance.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a network with some of them rounded to bfloat16, for one batch. */
final class Bfloat16Parameters extends ParameterStore {
    private final ParameterStore exact;
    private final Set<String> rounded;
    private final Bfloat16Rounding rounding;
    private final NDManager scope;

    /**
     * Rounds on demand.
     *
     * @param rounded ids of the parameters to round
     * @param scope that what is rounded ends with
     */
    Bfloat16Parameters(ParameterStore exact, Set<String> rounded, Bfloat16Rounding rounding, NDManager scope) {
        this.exact = exact;
        this.rounded = rounded;
        this.rounding = rounding;
        this.scope = scope;
    }

    @Override
    public @Nullable NDArray getValue(@Nullable Parameter parameter, Device device, boolean training) {
        NDArray value = exact.getValue(parameter, device, training);
        return parameter != null && rounded.contains(parameter.getId()) ? rounding.round(value, scope) : value;
    }

    @Override
    public NDManager getManager() {
        return exact.getManager();
    }
}
