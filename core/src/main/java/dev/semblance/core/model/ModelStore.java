package dev.semblance.core.model;

import dev.semblance.core.OperatorException;
import dev.semblance.core.model.ModelManifest.StoredFile;
import dev.semblance.core.store.CorruptObjectException;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps model artifacts. One version is a folder {@code model/version/} with
 *
 * <pre>
 * module-SHA256.pt        a TorchScript module, where the network stands on one
 * parameters-SHA256.bin   DJL block parameters of the layers of our own, where it has such
 * manifest.json           what the model is and was made from, and key, length and SHA-256 of each file
 * </pre>
 *
 * The manifest is written last, so an artifact that has one is complete. Publishing the same model twice is harmless.
 */
public final class ModelStore {
    private final ObjectStore store;
    private final Clock clock;

    public ModelStore(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Writes the artifact: its files first, the manifest last. Of a model that has been published the first manifest
     * stays, and so do the metrics and the lineage in it.
     *
     * @throws OperatorException if the version has been published as another model
     */
    public PublishedModel publish(ModelDescription description, Weights weights) {
        String folder = description.version().key();
        String location = folder + "/manifest.json";
        Map<String, byte[]> objects = new LinkedHashMap<>();
        Map<String, StoredFile> files = new LinkedHashMap<>();
        weights.module().ifPresent(module -> add(ModelManifest.MODULE, folder, ".pt", module, files, objects));
        weights.parameters()
                .ifPresent(parameters -> add(ModelManifest.PARAMETERS, folder, ".bin", parameters, files, objects));
        ModelManifest wanted = ModelManifest.of(description, files);
        try {
            byte[] manifest = published(location).orElseGet(wanted::toJson);
            ModelManifest kept = require(wanted, manifest, location);
            for (Map.Entry<String, byte[]> object : objects.entrySet()) {
                store.put(object.getKey(), object.getValue());
            }
            store.put(location, manifest);
            return new PublishedModel(
                    description.judged(kept.metrics(), kept.lineage()), location, Sha256.of(manifest), clock.instant());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write model " + folder + " to the model store: " + e.getMessage(), e);
        }
    }

    private static void add(
            String role,
            String folder,
            String suffix,
            byte[] bytes,
            Map<String, StoredFile> files,
            Map<String, byte[]> objects) {
        String digest = Sha256.of(bytes).hex();
        String key = folder + "/" + role + "-" + digest + suffix;
        files.put(role, new StoredFile(key, bytes.length, digest));
        objects.put(key, bytes);
    }

    private Optional<byte[]> published(String location) throws IOException {
        try {
            return Optional.of(store.get(location));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static ModelManifest require(ModelManifest wanted, byte[] published, String location) throws IOException {
        ModelManifest found = ModelManifest.fromJson(published, location);
        if (!found.isSameModelAs(wanted)) {
            throw new OperatorException("model " + wanted.model() + "/" + wanted.version()
                    + " has been published with other content, and a version never changes; publish under a new one");
        }
        return found;
    }

    /**
     * Reads and verifies what a published model has learned.
     *
     * @throws CorruptObjectException if the manifest or a file is not what was published
     * @throws IOException if one is missing or cannot be read
     */
    public Weights weights(PublishedModel model) throws IOException {
        byte[] json = read(model.location(), model);
        model.sha256().verify(json, model.location());
        Map<String, StoredFile> files =
                ModelManifest.fromJson(json, model.location()).files();
        Optional<byte[]> module = read(files, ModelManifest.MODULE, model);
        Optional<byte[]> parameters = read(files, ModelManifest.PARAMETERS, model);
        Weights weights = module.map(Weights::ofModule).orElse(Weights.none());
        return parameters.map(weights::withParameters).orElse(weights);
    }

    private Optional<byte[]> read(Map<String, StoredFile> files, String role, PublishedModel model) throws IOException {
        StoredFile file = files.get(role);
        if (file == null) {
            return Optional.empty();
        }
        byte[] bytes = read(file.key(), model);
        if (bytes.length != file.bytes()) {
            throw new CorruptObjectException("object " + file.key() + " is corrupt: it has " + bytes.length
                    + " bytes, not " + file.bytes() + " as announced");
        }
        new Sha256(file.sha256()).verify(bytes, file.key());
        return Optional.of(bytes);
    }

    private byte[] read(String key, PublishedModel model) throws IOException {
        try {
            return store.get(key);
        } catch (NoSuchFileException e) {
            NoSuchFileException named = new NoSuchFileException(
                    key, null, "it belongs to published model " + model.version() + ", but is not in the model store");
            named.initCause(e);
            throw named;
        }
    }
}
