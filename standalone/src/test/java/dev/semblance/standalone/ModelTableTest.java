package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.Lineage;
import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.store.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelTableTest {
    @Test
    void shouldShowEachVersionWithWhatCanBeCompared() {
        PublishedModel trained = model(
                "7",
                NetworkSpec.of(NetworkArchitecture.TUTORIAL_CONVNET, 256),
                Map.of("recall@1", 0.7114, "map@10", 0.5, "seconds", 300.0));
        PublishedModel imported = model("import-1", new NetworkSpec.TorchScript(Sha256.of(new byte[0]), 64), Map.of());

        assertThat(ModelTable.of(List.of(trained, imported)).lines())
                .containsExactly(
                        "VERSION     NETWORK           INPUT    DIMENSION  DISTANCE  PUBLISHED             METRICS",
                        "m/7         TUTORIAL_CONVNET  32x24x3  256        cosine    2026-01-02T03:04:05Z  map@10"
                                + " 0.500, recall@1 0.711",
                        "m/import-1  TORCHSCRIPT       32x24x3  64         cosine    2026-01-02T03:04:05Z  -");
    }

    @Test
    void shouldSayThatThereIsNone() {
        assertThat(ModelTable.of(List.of()).lines()).containsExactly("no model has been published");
    }

    private static PublishedModel model(String version, NetworkSpec network, Map<String, Double> metrics) {
        ModelDescription description = new ModelDescription(
                new ModelVersion("m", version),
                network,
                new InputSpec(32, 24, 3, 0, 1),
                Distance.COSINE,
                List.of(),
                metrics,
                new Lineage("data", "00", "development", 1, Map.of()));
        return new PublishedModel(
                description, "manifest", Sha256.of(new byte[0]), Instant.parse("2026-01-02T03:04:05.678Z"));
    }
}
