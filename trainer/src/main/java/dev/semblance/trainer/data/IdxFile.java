package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.Pixels;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A file of images or of labels as MNIST brought them into use, gzipped or not, big-endian.
 *
 * <pre>
 * images  int 2051, int count, int height, int width, then count x height x width bytes
 * labels  int 2049, int count, then count bytes
 * </pre>
 *
 * @param path of the file; gzipped if it ends in {@code .gz}
 */
record IdxFile(Path path) {
    private static final int IMAGES_MAGIC = 2051;
    private static final int LABELS_MAGIC = 2049;
    /** Wider or higher ones are no such file but chance. */
    private static final int MAX_SIDE = 4096;

    private static final int MAX_COUNT = 10_000_000;

    /** The file of that name in the folder, gzipped or not, if it is there. */
    static Optional<IdxFile> find(Path folder, String name) {
        return Stream.of(name + ".gz", name)
                .map(folder::resolve)
                .filter(Files::isReadable)
                .findFirst()
                .map(IdxFile::new);
    }

    private interface Format<T> {
        T read(DataInputStream in) throws IOException;
    }

    /** Class numbers, {@code [count]}, 0 to 255. */
    int[] labels() {
        return read(in -> {
            requireMagic(in.readInt(), LABELS_MAGIC);
            byte[] bytes = bytes(in, count(in));
            int[] labels = new int[bytes.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = bytes[i] & 0xFF;
            }
            return labels;
        });
    }

    List<Pixels> pictures() {
        return read(in -> {
            requireMagic(in.readInt(), IMAGES_MAGIC);
            int count = count(in);
            int height = in.readInt();
            int width = in.readInt();
            if (height < 1 || height > MAX_SIDE || width < 1 || width > MAX_SIDE) {
                throw new IOException("its images claim to be " + width + " x " + height);
            }
            List<Pixels> pictures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                pictures.add(new Pixels(width, height, 1, bytes(in, width * height)));
            }
            return pictures;
        });
    }

    private <T> T read(Format<T> format) {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path));
                DataInputStream in = new DataInputStream(
                        path.toString().endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(file)) : file)) {
            T content = format.read(in);
            if (in.read() >= 0) {
                throw new IOException("it goes on after its last record");
            }
            return content;
        } catch (EOFException e) {
            throw broken("it ends too soon");
        } catch (IOException e) {
            throw broken(String.valueOf(e.getMessage()));
        }
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_COUNT) {
            throw new IOException("it claims to hold " + count + " records");
        }
        return count;
    }

    private static void requireMagic(int found, int wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("it starts with " + found + ", not with " + wanted);
        }
    }

    private static byte[] bytes(DataInputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    /** What to tell when the file cannot be used. */
    OperatorException broken(String reason) {
        return new OperatorException("cannot use " + path + " as IDX data: " + reason + "; get the file anew");
    }
}
