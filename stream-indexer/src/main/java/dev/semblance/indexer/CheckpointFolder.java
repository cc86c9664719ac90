package dev.semblance.indexer;

import dev.semblance.core.model.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the checkpoints of a model version's job lie: {@code root/model/version/JOB/chk-N/_metadata}. */
final class CheckpointFolder {
    private static final String COMPLETE = "_metadata";

    private CheckpointFolder() {}

    static Path of(String root, ModelVersion version) {
        return Path.of(root, version.model(), version.version()).toAbsolutePath();
    }

    /** The newest checkpoint that completed. */
    static Optional<Path> newestComplete(String root, ModelVersion version) throws IOException {
        Path folder = of(root, version);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.find(folder, 3, (file, attributes) -> file.endsWith(COMPLETE))) {
            return files.max(Comparator.comparing(CheckpointFolder::modified))
                    .map(metadata -> metadata.resolveSibling("."))
                    .map(Path::normalize);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // removed as superseded while we were looking
        }
    }
}
