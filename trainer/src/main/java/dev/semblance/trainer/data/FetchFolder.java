package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where a data set is fetched and unpacked, beside the folder that it becomes. One process at a time has it. It stays
 * when a fetch is broken off, for the next one to go on from, and goes when the data set is complete.
 */
final class FetchFolder implements AutoCloseable {
    private final Path target;
    private final Path working;
    private final FileChannel lock;
    private boolean completed;

    private FetchFolder(Path target, Path working, FileChannel lock) {
        this.target = target;
        this.working = working;
        this.lock = lock;
    }

    /**
     * Takes the folder.
     *
     * @param target what the data set becomes
     * @throws OperatorException if another process has it
     */
    static FetchFolder open(Path target) throws IOException {
        Path parent = Objects.requireNonNull(target.getParent(), "a cache folder has a parent");
        Path working = Files.createDirectories(parent.resolve(".fetching-" + target.getFileName()));
        FileChannel lock =
                FileChannel.open(working.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(lock)) {
            lock.close();
            throw new OperatorException("another process is fetching into " + target + "; wait until it is done");
        }
        return new FetchFolder(target, working, lock);
    }

    private static boolean isLocked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very process
        }
    }

    /** The folder of one source's download, with what an earlier attempt left. */
    Path download(int source) throws IOException {
        return Files.createDirectories(working.resolve("source-" + source));
    }

    /** An empty folder to unpack into. */
    Path unpacked() throws IOException {
        Path folder = working.resolve("unpacked");
        remove(folder);
        return Files.createDirectory(folder);
    }

    /** Gives what was unpacked its place, as a whole, and removes the rest. */
    void complete() throws IOException {
        remove(target); // what is there is not complete
        Files.move(working.resolve("unpacked"), target, StandardCopyOption.ATOMIC_MOVE);
        remove(working);
        completed = true;
    }

    /** Leaves what a later fetch can go on from, and nothing else. */
    @Override
    public void close() throws IOException {
        if (!completed) {
            remove(working.resolve("unpacked"));
            if (!isResumable()) {
                remove(working);
            }
        }
        lock.close();
    }

    private boolean isResumable() throws IOException {
        try (Stream<Path> files = Files.walk(working)) {
            return files.anyMatch(file -> file.toString().endsWith(".part"));
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
