package dev.semblance.trainer.data;

import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The digests of a folder's files, recorded when the folder was verified, in {@code SHA256SUMS} beside them; the format
 * is that of {@code sha256sum}, which can check it too.
 *
 * @param folder of the files
 * @param files their names
 */
record RecordedDigests(Path folder, List<String> files) {
    static final String NAME = "SHA256SUMS";

    RecordedDigests {
        files = List.copyOf(files);
    }

    boolean exist() {
        return Files.isRegularFile(folder.resolve(NAME));
    }

    void write() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String file : files) {
            lines.add(line(file));
        }
        Files.write(folder.resolve(NAME), lines);
    }

    /** The first file that is no longer what was recorded, with what is wrong; empty if all are. */
    Optional<String> fault() throws IOException {
        List<String> recorded = Files.readAllLines(folder.resolve(NAME));
        for (String file : files) {
            if (!recorded.contains(line(file))) {
                return Optional.of("the SHA-256 of " + file + " is not as recorded in " + NAME);
            }
        }
        return Optional.empty();
    }

    private String line(String file) throws IOException {
        return String.format(
                Locale.ROOT, "%s  %s", Sha256.of(folder.resolve(file)).hex(), file);
    }
}
