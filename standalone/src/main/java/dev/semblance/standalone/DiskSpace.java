package dev.semblance.standalone;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Checks folders before anything is started that would fail half-way. */
public final class DiskSpace {
    private static final long MIB = 1024 * 1024;
    private static final long LEAST_TO_START = 256 * MIB;
    private static final long LEAST_TO_RUN = 64 * MIB;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private DiskSpace() {}

    /**
     * Makes the folder where it is missing.
     *
     * @throws OperatorException if it cannot be written, or its disk is nearly full
     */
    public static void requireRoomToStart(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "semblance", ".probe"));
            requireFree(folder, LEAST_TO_START, "to start");
        } catch (IOException e) {
            throw new OperatorException(
                    "cannot write to folder " + folder + ": " + e + "; choose another or mend its permissions", e);
        }
    }

    /**
     * Waits for the signal to stop, and minds the disks meanwhile: on a full one broker, cluster and index would each
     * fail in a way of its own, again and again.
     *
     * @throws OperatorException if a disk is nearly full
     */
    static void mindUntil(ShutdownSignal signal, Path... folders) throws InterruptedException {
        while (!signal.await(BETWEEN_LOOKS)) {
            requireRoom(folders);
        }
    }

    /**
     * Looks at the disks of folders that are in use.
     *
     * @throws OperatorException if one is nearly full
     */
    public static void requireRoom(Path... folders) {
        for (Path folder : folders) {
            try {
                requireFree(folder, LEAST_TO_RUN, "to go on");
            } catch (IOException e) {
                throw new OperatorException("folder " + folder + " can no longer be used: " + e, e);
            }
        }
    }

    private static void requireFree(Path folder, long least, String purpose) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < least) {
            throw new OperatorException("the disk of folder " + folder + " is nearly full: " + free / MIB
                    + " MiB are free and " + least / MIB + " MiB are needed " + purpose);
        }
    }
}
