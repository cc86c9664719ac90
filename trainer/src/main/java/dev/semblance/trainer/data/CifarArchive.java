package dev.semblance.trainer.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks the files of CIFAR-10, whatever folders they are in, and nothing else. */
final class CifarArchive {
    private static final Set<String> WANTED = Stream.of(CifarFormat.values())
            .flatMap(format -> format.files().stream())
            .collect(Collectors.toUnmodifiableSet());

    private CifarArchive() {}

    static void unpack(Path archive, Path folder) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (entry.isFile() && WANTED.contains(name)) {
                    Files.copy(tar, folder.resolve(name));
                }
            }
        }
        if (CifarFormat.in(folder).isEmpty()) {
            throw new IOException("the archive does not hold all of CIFAR-10");
        }
    }
}
