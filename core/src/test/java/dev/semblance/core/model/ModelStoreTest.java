package dev.semblance.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.store.CorruptObjectException;
import dev.semblance.core.store.FolderStore;
import java.io.IOException;
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
    private static final byte[] PARAMETERS = {1, 2, 3};

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
        PublishedModel published = models.publish(description("1"), PARAMETERS);

        assertThat(published.version()).isEqualTo(new ModelVersion("m", "1"));
        assertThat(published.location()).isEqualTo("m/1/manifest.json");
        assertThat(published.publishedAt()).isEqualTo(NOW);
        assertThat(models.parameters(published)).isEqualTo(PARAMETERS);
    }

    @Test
    void shouldPublishTheSameModelTwice() throws IOException {
        PublishedModel first = models.publish(description("1"), PARAMETERS);
        PublishedModel second = models.publish(description("1"), PARAMETERS);

        assertThat(second).isEqualTo(first);
        assertThat(objects.list("m/1/")).hasSize(2);
    }

    @Test
    void shouldRefuseAlteredParameters() throws IOException {
        PublishedModel published = models.publish(description("1"), PARAMETERS);
        String key = objects.list("m/1/parameters-").getFirst();
        objects.put(key, new byte[] {1, 2, 4});

        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> models.parameters(published))
                .withMessageContaining(key);
    }

    @Test
    void shouldRefuseAnAlteredManifest() throws IOException {
        PublishedModel published = models.publish(description("1"), PARAMETERS);
        models.publish(description("2"), PARAMETERS);
        objects.put(published.location(), objects.get("m/2/manifest.json"));

        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> models.parameters(published))
                .withMessageContaining(published.location());
    }

    private static ModelDescription description(String version) {
        return new ModelDescription(
                new ModelVersion("m", version),
                new NetworkSpec(NetworkArchitecture.SMALL_CONVNET, 8),
                new InputSpec(28, 28, 1, 0.5f, 0.25f),
                Distance.COSINE,
                List.of("a", "b"),
                Map.of("recall@1", 0.5, "loss", 1.5),
                new Lineage("data", "00", "development", 42));
    }
}
