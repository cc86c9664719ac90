package dev.semblance.indexer;

import dev.semblance.core.model.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the checkpoints of a model version's job lie: {@code root/model/version/shards-S/JOB/chk-N/_metadata}. The
 * number of shards is part of the path because a checkpoint means something only with it, and has to be known before
 * the checkpoint is handed to Flink.
 */
final class CheckpointFolder {
    private static final Pattern COMPLETE = Pattern.compile("shards-(\\d{1,9})/[^/]+/chk-(\\d{1,18})/_metadata");
    private static final int DEPTH = 4;

    private CheckpointFolder() {}

    /**
     * A checkpoint that completed.
     *
     * @param folder where it lies
     * @param shards shards of the index that it belongs to
     * @param number Flink's, which counts on over the jobs that go on from one another
     * @param completed when it was written
     */
    record Checkpoint(Path folder, int shards, long number, FileTime completed) {}

    static Path of(String root, ModelVersion version, int shards) {
        return ofVersion(root, version).resolve("shards-" + shards);
    }

    private static Path ofVersion(String root, ModelVersion version) {
        return Path.of(root, version.model(), version.version()).toAbsolutePath();
    }

    /** The newest checkpoint that completed. Its number counts before its time, which clocks may have wrong. */
    static Optional<Checkpoint> newestComplete(String root, ModelVersion version) throws IOException {
        Path folder = ofVersion(root, version);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.find(folder, DEPTH, (file, attributes) -> file.endsWith("_metadata"))) {
            return files.flatMap(file -> checkpoint(folder, file).stream())
                    .max(Comparator.comparingLong(Checkpoint::number).thenComparing(Checkpoint::completed));
        }
    }

    private static Optional<Checkpoint> checkpoint(Path root, Path metadata) {
        Matcher matcher = COMPLETE.matcher(root.relativize(metadata).toString());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Checkpoint(
                    metadata.resolveSibling(".").normalize(),
                    Integer.parseInt(matcher.group(1)),
                    Long.parseLong(matcher.group(2)),
                    Files.getLastModifiedTime(metadata)));
        } catch (IOException e) {
            return Optional.empty(); // removed as superseded while we were looking
        }
    }
}
