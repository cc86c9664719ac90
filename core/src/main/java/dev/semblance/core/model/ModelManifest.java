package dev.semblance.core.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.store.CorruptObjectException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of an artifact, which is all there is to know of it but its files' bytes. As JSON its keys are sorted,
 * so the same manifest is always the same bytes.
 *
 * @param format label of a {@link ModelFormat}
 * @param architecture with {@code pooling} and {@code module} as in {@link NetworkFields}
 * @param files {@code parameters}, {@code module} or both
 */
record ModelManifest(
        String format,
        String model,
        String version,
        String architecture,
        @Nullable String pooling,
        @Nullable String module,
        Input input,
        EmbeddingSpace embedding,
        List<String> classes,
        Lineage lineage,
        Map<String, Double> metrics,
        Map<String, StoredFile> files) {
    static final String PARAMETERS = "parameters";
    static final String MODULE = "module";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    ModelManifest {
        files = Map.copyOf(files);
    }

    /** What the network takes, as in {@link InputSpec}. */
    record Input(int width, int height, List<Float> means, List<Float> standardDeviations) {}

    /** What it gives. */
    record EmbeddingSpace(int dimension, String distance) {}

    /** One object of the store. */
    record StoredFile(String key, long bytes, String sha256) {}

    static ModelManifest of(ModelDescription description, Map<String, StoredFile> files) {
        NetworkFields network = NetworkFields.of(description.network());
        InputSpec input = description.input();
        return new ModelManifest(
                ModelFormat.of(description.network()).label(),
                description.version().model(),
                description.version().version(),
                network.architecture(),
                network.pooling().orElse(null),
                network.module().orElse(null),
                new Input(input.width(), input.height(), input.means(), input.standardDeviations()),
                new EmbeddingSpace(
                        network.dimension(), description.distance().name().toLowerCase(Locale.ROOT)),
                description.classes(),
                description.lineage(),
                description.metrics(),
                files);
    }

    /**
     * Whether it is the same model. What it was computed on, and what was measured of it there, may differ: a run that
     * has ended can be gone on with on another machine to publish it.
     */
    boolean isSameModelAs(ModelManifest other) {
        return equals(new ModelManifest(
                other.format,
                other.model,
                other.version,
                other.architecture,
                other.pooling,
                other.module,
                other.input,
                other.embedding,
                other.classes,
                lineage,
                metrics,
                other.files));
    }

    byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a model manifest is always JSON", e);
        }
    }

    static ModelManifest fromJson(byte[] json, String location) throws IOException {
        try {
            return JSON.readValue(json, ModelManifest.class);
        } catch (JsonProcessingException e) {
            throw new CorruptObjectException("object " + location + " is no model manifest: " + e.getOriginalMessage());
        }
    }
}
