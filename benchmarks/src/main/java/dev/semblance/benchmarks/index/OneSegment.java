package dev.semblance.benchmarks.index;

import dev.semblance.core.index.IndexSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes one segment of a shard. */
final class OneSegment {
    private OneSegment() {}

    /**
     * Copies a shard and merges the copy.
     *
     * @param work Lucene files of the shard
     * @param folder where a {@link PublishedShard} can go on from the copy
     */
    static void of(Path work, Path folder, IndexSettings settings) throws IOException {
        Path target = Files.createDirectories(PublishedShard.work(folder));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(work, "[_s]*")) {
            for (Path file : files) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        try (BareShard shard = new BareShard(target, settings)) {
            shard.forceMerge();
            shard.commit();
        }
    }
}
