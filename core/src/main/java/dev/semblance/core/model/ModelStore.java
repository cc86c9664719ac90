package dev.semblance.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.store.CorruptObjectException;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

/**
 * Keeps model artifacts. One version is a folder {@code model/version/} with
 *
 * <pre>
 * parameters-SHA256.bin   DJL block parameters
 * manifest.json           {"description": ModelDescription, "parameters": {"key", "bytes", "sha256"}}
 * </pre>
 *
 * The manifest is written last, so an artifact that has one is complete. Publishing the same model twice is harmless.
 */
public final class ModelStore {
    /** Name of the parameter format, as events carry it. */
    public static final String FORMAT = "djl-parameters";

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final ObjectStore store;
    private final Clock clock;

    public ModelStore(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    private record Parameters(String key, long bytes, String sha256) {}

    private record Manifest(ModelDescription description, Parameters parameters) {}

    /** Writes the artifact: parameters first, manifest last. */
    public PublishedModel publish(ModelDescription description, byte[] parameters) {
        String folder = description.version().key();
        Sha256 digest = Sha256.of(parameters);
        String parametersKey = folder + "/parameters-" + digest.hex() + ".bin";
        byte[] manifest =
                json(new Manifest(description, new Parameters(parametersKey, parameters.length, digest.hex())));
        String location = folder + "/manifest.json";
        try {
            store.put(parametersKey, parameters);
            store.put(location, manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write model " + folder + " to the model store: " + e.getMessage(), e);
        }
        return new PublishedModel(description, location, Sha256.of(manifest), clock.instant());
    }

    /**
     * Reads the parameters of a published model.
     *
     * @throws CorruptObjectException if manifest or parameters are not what was published
     * @throws IOException if they cannot be read
     */
    public byte[] parameters(PublishedModel model) throws IOException {
        byte[] manifest = store.get(model.location());
        model.sha256().verify(manifest, model.location());
        Parameters parameters = JSON.readValue(manifest, Manifest.class).parameters();
        byte[] bytes = store.get(parameters.key());
        new Sha256(parameters.sha256()).verify(bytes, parameters.key());
        return bytes;
    }

    private static byte[] json(Manifest manifest) {
        try {
            return JSON.writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a model manifest is always JSON", e);
        }
    }
}
