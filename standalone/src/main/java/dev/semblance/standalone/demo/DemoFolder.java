package dev.semblance.standalone.demo;

import dev.semblance.core.OperatorException;
import dev.semblance.core.store.Sha256;
import dev.semblance.standalone.config.Settings;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a demo keeps everything.
 *
 * @param path the folder
 * @param temporary whether it goes when the demo ends
 */
public record DemoFolder(Path path, boolean temporary) implements AutoCloseable {
    public static DemoFolder open(Optional<Path> wanted) {
        try {
            return wanted.isPresent()
                    ? new DemoFolder(Files.createDirectories(wanted.get()).toAbsolutePath(), false)
                    : new DemoFolder(Files.createTempDirectory("semblance-demo-"), true);
        } catch (IOException e) {
            throw new OperatorException("cannot make the folder of the demo: " + e, e);
        }
    }

    /** The settings with every folder in here, and every part at the demo's own broker and model. */
    public Settings apply(Settings settings) {
        Map<String, String> here = new HashMap<>();
        here.put("store.models", path.resolve("models").toString());
        here.put("store.index", path.resolve("index").toString());
        here.put("train.runs", path.resolve("runs").toString());
        here.put("broker.data", path.resolve("broker").toString());
        here.put("index.checkpoints", path.resolve("checkpoints").toString());
        here.put("index.work", path.resolve("work").toString());
        here.put("serve.cache", path.resolve("query-cache").toString());
        here.put("kafka.bootstrap", "localhost:" + settings.broker().port());
        here.put("index.model", settings.train().model());
        here.put("serve.model", settings.train().model());
        return settings.with(here, "demo");
    }

    /**
     * Keeps to the data that the folder was filled from: images of one data set under a model of another make no sense.
     *
     * @throws OperatorException if an earlier demo had other data here
     */
    void requireSameData(Sha256 fingerprint) throws IOException {
        Path file = path.resolve("data.sha256");
        if (!Files.exists(file)) {
            Files.writeString(file, fingerprint.hex());
            return;
        }
        if (!Files.readString(file).strip().equals(fingerprint.hex())) {
            throw new OperatorException("folder " + path
                    + " holds a demo of other data or another split: give another --data-dir, or remove it");
        }
    }

    /** Copies the log to where it outlives a temporary folder. */
    Path keepLog() throws IOException {
        if (!temporary) {
            return log();
        }
        Path kept = Files.createTempFile("semblance-", ".log");
        return Files.copy(log(), kept, StandardCopyOption.REPLACE_EXISTING);
    }

    public Path log() {
        return path.resolve("semblance.log");
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try {
            Files.walkFileTree(path, new Removal());
        } catch (IOException e) {
            throw new OperatorException("cannot remove " + path + ": " + e, e);
        }
    }

    /** What broker and cluster still remove themselves may be gone by the time that we come to it. */
    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
            if (fault instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw fault;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException fault) throws IOException {
            if (fault != null) {
                throw fault;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
