package dev.semblance.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Rounds float32 to bfloat16; gradients pass through. DJL has no name for that type in PyTorch, so that its own
 * conversion ends the process; a TorchScript module of one line converts instead. What comes out is of an unknown type
 * to DJL, which hands it to PyTorch's operators all the same.
 */
final class Bfloat16Rounding {
    private final PtSymbolBlock module;

    private Bfloat16Rounding(PtSymbolBlock module) {
        this.module = module;
    }

    /** Lives as long as the manager. */
    static Bfloat16Rounding load(NDManager manager) {
        try (InputStream file = Bfloat16Rounding.class.getResourceAsStream("bfloat16.pt")) {
            if (file == null) {
                throw new IllegalStateException("bfloat16.pt is missing beside " + Bfloat16Rounding.class.getName());
            }
            return new Bfloat16Rounding(JniUtils.loadModule((PtNDManager) manager, file, false, false));
        } catch (IOException e) {
            throw new UncheckedIOException("bfloat16.pt cannot be read from the class path", e);
        }
    }

    /** The same values with 8 significant bits, on their device and in their layout; ends with the scope. */
    NDArray round(NDArray values, NDManager scope) {
        JniUtils.setGraphExecutorOptimize(false); // per thread, see TorchScriptModule
        NDArray rounded = IValueUtils.forward(module, new NDList(values), true).singletonOrThrow();
        rounded.attach(scope);
        return rounded;
    }
}
