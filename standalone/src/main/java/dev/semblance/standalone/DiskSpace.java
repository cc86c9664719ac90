package dev.semblance.standalone;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks folders before anything is started that would fail half-way. */
final class DiskSpace {
    private static final long LEAST_BYTES = 256L * 1024 * 1024;

    private DiskSpace() {}

    /**
     * Makes the folder where it is missing.
     *
     * @throws OperatorException if it cannot be written, or its disk is nearly full
     */
    static void require(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "semblance", ".probe"));
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < LEAST_BYTES) {
                throw new OperatorException("the disk of folder " + folder + " is nearly full: " + free / (1024 * 1024)
                        + " MiB are free and " + LEAST_BYTES / (1024 * 1024) + " MiB are needed to start");
            }
        } catch (IOException e) {
            throw new OperatorException(
                    "cannot write to folder " + folder + ": " + e + "; choose another or mend its permissions", e);
        }
    }
}
