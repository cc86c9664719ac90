package dev.semblance.core.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.model.BadModelException;
import dev.semblance.core.model.Network;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.Weights;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbedderTest {
    private static final InputSpec INPUT = new InputSpec(8, 8, 1, 0, 1);
    private static final NetworkSpec SPEC = NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 4);

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private Network network;

    @BeforeEach
    void initialise() {
        Engine.getInstance().setRandomSeed(1);
        network = Network.initialise(SPEC, INPUT, Weights.none(), manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void shouldEmbedALiveNetworkLikeASavedOne() {
        try (Embedder live = Embedder.over(network.block(), INPUT, 4, manager);
                Embedder saved = Embedder.load(SPEC, INPUT, network.weights(), Device.cpu())) {
            assertAlike(live.embed(images()), saved.embed(images()));
            assertThat(live.dimension()).isEqualTo(4);
        }
    }

    @Test
    void shouldFollowALiveNetworkAndLeaveItAlone() {
        try (Embedder live = Embedder.over(network.block(), INPUT, 4, manager)) {
            List<Embedding> before = live.embed(images());
            turnAround();
            List<Embedding> after = live.embed(images());

            // The embedding layer turned around gives the opposite of each vector.
            for (int i = 0; i < before.size(); i++) {
                assertThat(before.get(i).dot(after.get(i))).isEqualTo(-1, within(1e-6f));
            }
        }
        try (Embedder again = Embedder.over(network.block(), INPUT, 4, manager)) {
            assertThat(again.embed(images())).hasSize(3);
        }
    }

    private void turnAround() {
        List<NDArray> all = network.block().getParameters().values().stream()
                .map(parameter -> parameter.getArray())
                .toList();
        all.subList(all.size() - 2, all.size()).forEach(NDArray::negi);
    }

    /** The network has no offsets yet: black gives zeros. */
    @Test
    void shouldSayThatAnImageHasNoEmbedding() {
        try (Embedder embedder = Embedder.load(SPEC, INPUT, network.weights(), Device.cpu())) {
            assertThatExceptionOfType(NoEmbeddingException.class)
                    .isThrownBy(() -> embedder.embed(grey(0)))
                    .withMessageContaining("unit vector");
        }
    }

    @Test
    void shouldRefuseWeightsOfAnotherNetwork() {
        NetworkSpec other = NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 5);

        assertThatExceptionOfType(BadModelException.class)
                .isThrownBy(() -> Embedder.load(other, INPUT, network.weights(), Device.cpu()));
    }

    private static void assertAlike(List<Embedding> some, List<Embedding> others) {
        assertThat(some).hasSameSizeAs(others);
        for (int i = 0; i < some.size(); i++) {
            assertThat(some.get(i).toArray()).containsExactly(others.get(i).toArray(), within(1e-6f));
        }
    }

    private static List<Pixels> images() {
        return List.of(grey(50), grey(128), grey(255));
    }

    private static Pixels grey(int shade) {
        byte[] samples = new byte[INPUT.length()];
        Arrays.fill(samples, 0, samples.length / 2, (byte) shade);
        return new Pixels(INPUT.width(), INPUT.height(), 1, samples);
    }
}
