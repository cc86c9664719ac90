package dev.semblance.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.Lineage;
import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.Network;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.Pooling;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Weights;
import dev.semblance.core.store.FolderStore;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is published is enough for another process to embed the same pixels to the same vector. */
class PublishedModelTest {
    private static final InputSpec INPUT = new InputSpec(32, 32, List.of(0.4f, 0.5f, 0.6f), List.of(0.2f, 0.25f, 0.3f));
    private static final InputSpec SMALL = new InputSpec(8, 8, 3, 0.5f, 0.25f);

    @TempDir
    Path folder;

    private ModelStore models;

    @BeforeEach
    void open() {
        models = new ModelStore(new FolderStore(folder.resolve("store")), Clock.systemUTC());
    }

    @Test
    void shouldEmbedTheSamePixelsAlikeInAnotherProcess() throws Exception {
        byte[] module = Files.readAllBytes(
                Path.of("../core/src/test/resources/dev/semblance/core/model/torchscript/backbone.pt"));
        Weights given = Weights.ofModule(module);
        List<Embedding> here = new ArrayList<>();
        List<String> events = new ArrayList<>();
        publish(NetworkSpec.of(NetworkArchitecture.TUTORIAL_CONVNET, 256), INPUT, Weights.none(), here, events);
        publish(
                new NetworkSpec.BuiltIn(NetworkArchitecture.SMALL_CONVNET, new Pooling.Gem(2.5), 16),
                INPUT,
                Weights.none(),
                here,
                events);
        publish(new NetworkSpec.TorchScript(Sha256.of(module), 6), SMALL, given, here, events);
        publish(new NetworkSpec.TorchScriptBackbone(Sha256.of(module), 4), SMALL, given, here, events);

        List<String> elsewhere = embedElsewhere(events);

        assertThat(elsewhere).hasSameSizeAs(here);
        for (int i = 0; i < here.size(); i++) {
            Embedding there = Embedding.fromBytes(HexFormat.of().parseHex(elsewhere.get(i)));
            assertThat(there.toArray()).containsExactly(here.get(i).toArray(), within(1e-6f));
        }
    }

    private void publish(
            NetworkSpec spec, InputSpec input, Weights given, List<Embedding> embeddings, List<String> events)
            throws IOException {
        Engine.getInstance().setRandomSeed(events.size());
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Network network = Network.initialise(spec, input, given, manager);
            network.freezeBackbone();
            ModelDescription description = new ModelDescription(
                    new ModelVersion("m", Integer.toString(events.size())),
                    spec,
                    input,
                    Distance.COSINE,
                    List.of(),
                    Map.of(),
                    new Lineage("none", "00", "development", events.size(), Map.of()));
            PublishedModel published = models.publish(description, network.weights());
            try (Embedder live = Embedder.over(network.block(), input, spec.dimension(), manager)) {
                embeddings.add(live.embed(EmbedElsewhere.ramp()));
            }
            Path event = folder.resolve("event-" + events.size());
            Files.write(event, EventType.MODEL_PUBLISHED.encode(published));
            events.add(event.toString());
        }
    }

    private List<String> embedElsewhere(List<String> events) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.pytorch.num_threads=1",
                "-cp",
                System.getProperty("java.class.path"),
                EmbedElsewhere.class.getName(),
                folder.resolve("store").toString()));
        command.addAll(events);
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        int status = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        assertThat(status).as(Files.readString(errors)).isZero();
        return Files.readAllLines(output);
    }
}
