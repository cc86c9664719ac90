package dev.semblance.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.Network;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.Pooling;
import dev.semblance.core.model.Weights;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The garbage collector may run at any time; so it may between a loss and its gradient. */
class GradientMemoryTest {
    private static final int DROPPED = 500;
    private static final int OVERWRITTEN = 20_000;

    private final Tensors tensors = new Tensors();
    private final Random random = new Random(Tensors.SEED);
    /** Held until the gradient is there. */
    private List<ByteBuffer> overwritten = List.of();

    @AfterEach
    void close() {
        assertThat(overwritten).hasSize(OVERWRITTEN);
        tensors.close();
    }

    static Stream<String> losses() {
        return Stream.concat(
                MetricLossTest.losses(),
                Stream.of("multiple-negatives-ranking", "multiple-negatives-ranking(memory=64)", "pn(memory=12)"));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void shouldNotDependOnTheGarbageCollector(String spec) {
        NDArray labels = tensors.labels(0, 0, 1, 1, 2, 2);
        NDArray first = tensors.unitRows(6, 4, random);
        NDArray second = tensors.unitRows(6, 4, random);

        assertSameGradient(second, () -> {
            MetricLoss loss = new LossSpec(spec).create();
            loss.evaluate(new NDList(labels), new NDList(first)); // is remembered, if there is a memory
            return embeddings -> loss.evaluate(new NDList(labels), new NDList(embeddings));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"gem(3)", "gem(0)", "avg", "max", "flatten"})
    void shouldNotDependOnTheGarbageCollectorInTheNetwork(String pooling) {
        NetworkSpec spec = new NetworkSpec.BuiltIn(NetworkArchitecture.SMALL_CONVNET, Pooling.parse(pooling), 4);
        Network network = Network.initialise(spec, new InputSpec(16, 16, 3, 0, 1), Weights.none(), tensors.manager());
        NDArray images = tensors.unitRows(5, 3 * 16 * 16, random).reshape(5, 3, 16, 16);

        assertSameGradient(images, () -> {
            ParameterStore store = new ParameterStore(tensors.manager(), false);
            return batch ->
                    network.block().forward(store, new NDList(batch), true).head();
        });
    }

    /**
     * Fails unless the gradient stays the same.
     *
     * @param function makes one that has seen nothing
     */
    private void assertSameGradient(NDArray of, Supplier<UnaryOperator<NDArray>> function) {
        float[] expected = tensors.gradient(of, function.get());
        assertThat(tensors.gradient(of, function.get(), this::overwriteWhatIsFree))
                .containsExactly(expected);
    }

    /** Has the memory collected that no object of Java holds any more, and written over. */
    private void overwriteWhatIsFree() {
        BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
        long before = direct.getCount();
        allocate(DROPPED);
        await().until(() -> {
            System.gc();
            return direct.getCount() <= before;
        });
        overwritten = allocate(OVERWRITTEN);
    }

    private static List<ByteBuffer> allocate(int count) {
        List<ByteBuffer> buffers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            buffers.add(ByteBuffer.allocateDirect(Long.BYTES).putLong(0, -1)); // NaN as float32 and as float64
        }
        return buffers;
    }
}
