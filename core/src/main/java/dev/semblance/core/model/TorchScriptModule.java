package dev.semblance.core.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.semblance.core.image.InputSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A TorchScript module as a layer: {@code [batch, channels, height, width]} to {@code [batch, features]}. It belongs to
 * the manager that it was loaded with, and lives on its device.
 */
final class TorchScriptModule extends AbstractBlock {
    private final PtSymbolBlock module;
    private final NDManager manager;
    private boolean frozen;

    private TorchScriptModule(PtSymbolBlock module, NDManager manager) {
        this.module = addChildBlock("module", module);
        this.manager = manager;
    }

    /**
     * Loads a module.
     *
     * @param file what torch.jit.save writes
     * @throws BadModelException if PyTorch cannot load it
     */
    static TorchScriptModule load(byte[] file, NDManager manager) {
        try {
            PtSymbolBlock module =
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(file), true, false);
            return new TorchScriptModule(module, manager);
        } catch (EngineException | IOException e) {
            throw new BadModelException(
                    "no TorchScript module, as torch.jit.save writes them: " + TorchFault.line(e), e);
        }
    }

    /**
     * How many values the module gives an image, found by running it on two black ones.
     *
     * @throws BadModelException if it does not run on this input or does not give one vector an image
     */
    int width(InputSpec input) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray images = scope.zeros(new Shape(2, input.channels(), input.height(), input.width()));
            NDList given = forward(new ParameterStore(scope, false), new NDList(images), false);
            given.attach(scope);
            Shape shape = given.size() == 1 ? given.getFirst().getShape() : new Shape();
            if (shape.dimension() != 2 || shape.get(0) != 2) {
                throw new BadModelException(
                        "the module gives " + (given.size() == 1 ? shape : given.size() + " tensors")
                                + " for 2 images, where one vector an image is needed: (2, dimension)");
            }
            if (given.getFirst().getDataType() != DataType.FLOAT32) {
                throw new BadModelException("the module gives values of type "
                        + given.getFirst().getDataType() + ", where float32 is needed");
            }
            return Math.toIntExact(shape.get(1));
        } catch (EngineException e) {
            throw new BadModelException(
                    "the module does not run on images of " + input.width() + "x" + input.height() + "x"
                            + input.channels() + ": " + TorchFault.line(e),
                    e);
        }
    }

    /** Keeps what the module has learned as it is, running statistics included. */
    void freeze() {
        frozen = true;
        freezeParameters(true);
    }

    boolean isFrozen() {
        return frozen;
    }

    /** The module as torch.jit.load reads it, with what it has learned. */
    byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JniUtils.writeModule(module, bytes, false);
        return bytes.toByteArray();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList images, boolean training, @Nullable PairList<String, Object> ignored) {
        // Per thread. PyTorch would compile anew for each size of batch, and change results in the last digit.
        JniUtils.setGraphExecutorOptimize(false);
        NDArray batch = images.singletonOrThrow();
        // Modules are written for separate channels: with others a view() in them fails.
        NDArray separate = batch.flatten().reshape(batch.getShape());
        if (training && frozen) {
            NDList given = module.forward(store, new NDList(separate), false);
            // A copy: PyTorch lets nothing that comes out of inference take part in learning.
            return new NDList(given.stream().map(NDArray::duplicate).toList());
        }
        return module.forward(store, new NDList(separate), training);
    }

    @Override
    protected void initializeChildBlocks(NDManager unused, DataType type, Shape... inputs) {
        // The module came with its parameters; of these only numbers can learn.
        for (Parameter parameter : module.getParameters().values()) {
            boolean learns = !frozen
                    && parameter.getArray().getDataType().isFloating()
                    && parameter.getType() != Parameter.Type.RUNNING_MEAN
                    && parameter.getType() != Parameter.Type.RUNNING_VAR;
            parameter.freeze(!learns);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        try (NDManager scope = manager.newSubManager()) {
            NDList images = new NDList(scope.zeros(inputs[0]));
            NDList given = forward(new ParameterStore(scope, false), images, false);
            given.attach(scope);
            return given.getShapes();
        }
    }
}
