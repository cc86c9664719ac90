package dev.semblance.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.store.CorruptObjectException;
import dev.semblance.core.store.FolderStore;
import dev.semblance.core.store.Sha256;
import dev.semblance.core.store.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Weights WEIGHTS = Weights.ofParameters(new byte[] {1, 2, 3});

    @TempDir
    Path folder;

    private FolderStore objects;
    private ModelStore models;

    @BeforeEach
    void open() {
        objects = new FolderStore(folder);
        models = new ModelStore(objects, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void shouldGiveBackThePublishedParameters() throws IOException {
        PublishedModel published = models.publish(description("1"), WEIGHTS);

        assertThat(published.version()).isEqualTo(new ModelVersion("m", "1"));
        assertThat(published.location()).isEqualTo("m/1/manifest.json");
        assertThat(published.publishedAt()).isEqualTo(NOW);
        assertThat(models.weights(published)).isEqualTo(WEIGHTS);
    }

    @Test
    void shouldPublishTheSameModelTwice() throws IOException {
        PublishedModel first = models.publish(description("1"), WEIGHTS);
        PublishedModel second = models.publish(description("1"), WEIGHTS);

        assertThat(second).isEqualTo(first);
        assertThat(objects.list("m/1/")).hasSize(2);
    }

    @Test
    void shouldRefuseAlteredParameters() throws IOException {
        PublishedModel published = models.publish(description("1"), WEIGHTS);
        String key = objects.list("m/1/parameters-").getFirst().key();
        objects.put(key, new byte[] {1, 2, 4});

        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> models.weights(published))
                .withMessageContaining(key);
    }

    @Test
    void shouldRefuseAnAlteredManifest() throws IOException {
        PublishedModel published = models.publish(description("1"), WEIGHTS);
        models.publish(description("2"), WEIGHTS);
        objects.put(published.location(), objects.get("m/2/manifest.json"));

        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> models.weights(published))
                .withMessageContaining(published.location());
    }

    @Test
    void shouldKeepAModuleAndItsEmbeddingLayer() throws IOException {
        byte[] module = {4, 5};
        Weights both = Weights.ofModule(module).withParameters(new byte[] {1, 2, 3});
        ModelDescription description =
                description("1", new NetworkSpec.TorchScriptBackbone(Sha256.of(module), 8), Map.of());

        PublishedModel published = models.publish(description, both);

        assertThat(models.weights(published)).isEqualTo(both);
        assertThat(objects.list("m/1/").stream().map(StoredObject::key))
                .containsExactly(
                        "m/1/manifest.json",
                        "m/1/module-" + Sha256.of(module).hex() + ".pt",
                        "m/1/parameters-" + Sha256.of(new byte[] {1, 2, 3}).hex() + ".bin");
    }

    @Test
    void shouldRefuseOtherContentUnderAPublishedVersion() throws IOException {
        PublishedModel published = models.publish(description("1"), WEIGHTS);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> models.publish(description("1"), Weights.ofParameters(new byte[] {1, 2, 4})))
                .withMessageStartingWith("model m/1 has been published with other content");
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> models.publish(
                        description(
                                "1", NetworkSpec.of(NetworkArchitecture.TUTORIAL_CONVNET, 8), Map.of("recall@1", 0.5)),
                        WEIGHTS))
                .withMessageStartingWith("model m/1 has been published with other content");
        assertThat(models.weights(published)).isEqualTo(WEIGHTS);
    }

    /** Numbers differ in their last digits from processor to processor. */
    @Test
    void shouldKeepTheMetricsOfTheFirstPublication() throws IOException {
        PublishedModel first = models.publish(description("1"), WEIGHTS);

        PublishedModel again =
                models.publish(description("1", description("1").network(), Map.of("recall@1", 0.6)), WEIGHTS);

        assertThat(again).isEqualTo(first);
        assertThat(again.description().metrics()).isEqualTo(description("1").metrics());
        assertThat(models.weights(again)).isEqualTo(WEIGHTS);
    }

    @Test
    void shouldMendAFileByPublishingAgain() throws IOException {
        PublishedModel published = models.publish(description("1"), WEIGHTS);
        objects.delete(objects.list("m/1/parameters-").getFirst().key());

        models.publish(description("1"), WEIGHTS);

        assertThat(models.weights(published)).isEqualTo(WEIGHTS);
    }

    @Test
    void shouldSayThatAFileIsTorn() throws IOException {
        PublishedModel published = models.publish(description("1"), WEIGHTS);
        String key = objects.list("m/1/parameters-").getFirst().key();
        objects.put(key, new byte[] {1, 2});

        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> models.weights(published))
                .withMessage("object " + key + " is corrupt: it has 2 bytes, not 3 as announced");
    }

    @Test
    void shouldSayWhichFileIsMissing() throws IOException {
        PublishedModel published = models.publish(description("1"), WEIGHTS);
        String key = objects.list("m/1/parameters-").getFirst().key();
        objects.delete(key);

        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> models.weights(published))
                .withMessage(key + ": it belongs to published model m/1, but is not in the model store");
        objects.delete(published.location());
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> models.weights(published))
                .withMessageStartingWith("m/1/manifest.json: it belongs to published model m/1");
    }

    @Test
    void shouldSayAllThereIsToKnowInTheManifest() throws IOException {
        PublishedModel published = models.publish(description("1"), WEIGHTS);

        JsonNode manifest = new ObjectMapper().readTree(objects.get(published.location()));

        assertThat(manifest).isEqualTo(new ObjectMapper().readTree("""
                {
                  "format": "djl-parameters",
                  "model": "m",
                  "version": "1",
                  "architecture": "SMALL_CONVNET",
                  "pooling": "flatten",
                  "input": {"width": 28, "height": 28, "means": [0.5], "standardDeviations": [0.25]},
                  "embedding": {"dimension": 8, "distance": "cosine"},
                  "classes": ["a", "b"],
                  "lineage": {
                    "data": "data", "dataFingerprint": "00", "codeVersion": "development", "seed": 42,
                    "training": {"optimizer": "adam", "epochs": "3"}
                  },
                  "metrics": {"recall@1": 0.5, "loss": 1.5},
                  "files": {
                    "parameters": {
                      "key": "m/1/parameters-039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81.bin",
                      "bytes": 3,
                      "sha256": "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"
                    }
                  }
                }
                """));
    }

    /** Maps have another order in each JVM, and the same content must be the same bytes. */
    @Test
    void shouldSortTheKeysOfTheManifest() throws IOException {
        models.publish(description("1"), WEIGHTS);

        String manifest = new String(objects.get("m/1/manifest.json"), StandardCharsets.UTF_8);

        assertThat(manifest).containsSubsequence("\"loss\"", "\"recall@1\"");
        assertThat(manifest).containsSubsequence("\"epochs\"", "\"optimizer\"");
    }

    private static ModelDescription description(String version) {
        return description(
                version, NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 8), Map.of("recall@1", 0.5, "loss", 1.5));
    }

    private static ModelDescription description(String version, NetworkSpec network, Map<String, Double> metrics) {
        return new ModelDescription(
                new ModelVersion("m", version),
                network,
                new InputSpec(28, 28, 1, 0.5f, 0.25f),
                Distance.COSINE,
                List.of("a", "b"),
                metrics,
                new Lineage("data", "00", "development", 42, Map.of("optimizer", "adam", "epochs", "3")));
    }
}
