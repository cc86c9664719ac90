package dev.semblance.core.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/** Writes files that are there as a whole and durable, or not at all. */
final class WholeFile {
    private static final String TEMPORARY = ".tmp-";

    private WholeFile() {}

    interface Content {
        void writeTo(Path temporary) throws IOException;
    }

    static void write(Path target, Content content) throws IOException {
        Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent(), "a target has a folder");
        Files.createDirectories(folder);
        Path temporary = folder.resolve(TEMPORARY + UUID.randomUUID());
        try {
            content.writeTo(temporary);
            force(temporary, StandardOpenOption.WRITE);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(folder, StandardOpenOption.READ); // makes the rename itself durable
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void force(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
