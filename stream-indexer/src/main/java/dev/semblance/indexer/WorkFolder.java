package dev.semblance.indexer;

import dev.semblance.core.index.LocalFiles;
import dev.semblance.core.model.ModelVersion;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local folder of one attempt of one subtask: {@code work/model/version/ATTEMPT/shard-P}. A lock file says that it
 * is in use, for as long as the process lives. When the attempt ends its files stay, so that the next one on this
 * machine need not fetch them; that one removes them once it has what it needs.
 */
final class WorkFolder implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);
    private static final String LOCK = "in-use.lock";
    /** Folders of other versions may be about to be used again, after a restart. */
    private static final Duration OTHERS_KEPT = Duration.ofHours(1);

    private final Path root;
    private final Path version;
    private final Path folder;
    private final FileChannel channel;

    private WorkFolder(Path root, Path version, Path folder, FileChannel channel) {
        this.root = root;
        this.version = version;
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Makes the folder of an attempt and takes its lock.
     *
     * @param root the same for all versions and attempts on this machine
     */
    static WorkFolder create(Path root, ModelVersion version, String attempt) throws IOException {
        Path ofVersion = root.resolve(version.model()).resolve(version.version());
        Path folder = Files.createDirectories(ofVersion.resolve(attempt));
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        return new WorkFolder(root, ofVersion, folder, channel);
    }

    /** The folder of a shard, empty. */
    Path shard(int shard) throws IOException {
        return Files.createDirectories(folder.resolve(name(shard)));
    }

    /** What attempts on this machine have left of a shard. */
    LocalFiles localFiles(int shard) {
        return (attempt, name) -> Optional.of(
                        version.resolve(attempt).resolve(name(shard)).resolve(name))
                .filter(Files::isRegularFile)
                .or(() -> inAnyAttempt(shard, attempt, name));
    }

    /** An attempt that went on from another's files has links to them, under the same names. */
    private Optional<Path> inAnyAttempt(int shard, String attempt, String name) {
        try (Stream<Path> attempts = Files.list(version)) {
            return attempts.filter(other -> !other.equals(folder) && !other.endsWith(attempt))
                    .map(other -> other.resolve(name(shard)).resolve(name))
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (IOException e) {
            LOG.debug("cannot look for local files in {}", version, e);
            return Optional.empty();
        }
    }

    /** Removes what ended attempts of this version have left, and after a while those of other versions. */
    void removeAbandoned() throws IOException {
        Instant others = Instant.now().minus(OTHERS_KEPT);
        for (Path attempt : attempts()) {
            boolean ours = attempt.startsWith(version);
            if (!attempt.equals(folder) && (ours || isBefore(attempt, others))) {
                removeUnlessInUse(attempt);
            }
        }
    }

    private List<Path> attempts() throws IOException {
        try (Stream<Path> locks = Files.find(root, 4, (path, attributes) -> path.endsWith(LOCK))) {
            return locks.map(Path::getParent).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause(); // another attempt on this machine is removing them
        }
    }

    private static boolean isBefore(Path folder, Instant time) throws IOException {
        return Files.getLastModifiedTime(folder).toInstant().isBefore(time);
    }

    private static void removeUnlessInUse(Path attempt) throws IOException {
        try (FileChannel other = FileChannel.open(attempt.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = other.tryLock()) {
            if (lock != null) {
                FileUtils.deleteDirectory(attempt.toFile());
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is in use in this process", attempt);
        }
    }

    private static String name(int shard) {
        return "shard-" + shard;
    }

    /** Gives the lock back; the files stay. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
