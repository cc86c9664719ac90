package dev.semblance.trainer.data;

import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * CIFAR-10 in its two forms, with batches of a single image: image i is of class i, its first red is i, the pixel right
 * of it (10, 20, 30), the one below it (40, 50, 60), all else 0.
 */
final class SmallCifar {
    private static final List<String> BATCHES =
            List.of("test_batch", "data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5");

    private SmallCifar() {}

    static void writeBinary(Path folder) throws IOException {
        for (int i = 0; i < BATCHES.size(); i++) {
            byte[] record = new byte[3073];
            record[0] = (byte) i;
            for (int channel = 0; channel < 3; channel++) {
                record[1 + channel * 1024 + 1] = (byte) (10 + 10 * channel);
                record[1 + channel * 1024 + 32] = (byte) (40 + 10 * channel);
            }
            record[1] = (byte) i;
            Files.write(folder.resolve(BATCHES.get(i) + ".bin"), record);
        }
    }

    static void writePng(Path folder) throws IOException {
        for (int i = 0; i < BATCHES.size(); i++) {
            byte[] row = new byte[3072];
            row[0] = (byte) i;
            for (int channel = 0; channel < 3; channel++) {
                row[3 + channel] = (byte) (10 + 10 * channel);
                row[3 * 32 + channel] = (byte) (40 + 10 * channel);
            }
            Files.write(folder.resolve(BATCHES.get(i) + ".png"), PngEncoder.encode(new Pixels(1024, 1, 3, row)));
        }
        Files.writeString(folder.resolve("test_lables.json"), "[0]");
        Files.writeString(folder.resolve("train_lables.json"), "[1,2,3,4,5]");
    }

    /** Packs the files of a folder as both sources do: gzipped tar, below a folder. */
    static Path pack(Path folder, Path archive) throws IOException {
        try (Stream<Path> files = Files.list(folder);
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
            for (Path each : files.sorted().toList()) {
                tar.putArchiveEntry(new TarArchiveEntry(each, "package/" + each.getFileName()));
                Files.copy(each, tar);
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }
}
