package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.Pixels;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Reads the test part of Fashion-MNIST: gzipped IDX files, big-endian.
 *
 * <pre>
 * images  int 2051, int count, int height, int width, then count x height x width bytes
 * labels  int 2049, int count, then count bytes, 0 to 9
 * </pre>
 */
final class FashionMnist {
    static final String NAME = "fashion-mnist";
    static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");
    private static final String IMAGES = "t10k-images-idx3-ubyte.gz";
    private static final String LABELS = "t10k-labels-idx1-ubyte.gz";
    private static final int IMAGES_MAGIC = 2051;
    private static final int LABELS_MAGIC = 2049;

    private final Path folder;

    FashionMnist(Path folder) {
        this.folder = folder;
    }

    Dataset load() {
        byte[] labels = read(LABELS, FashionMnist::labels);
        List<Pixels> pictures = read(IMAGES, FashionMnist::pictures);
        if (labels.length != pictures.size()) {
            throw broken(LABELS, pictures.size() + " images have " + labels.length + " labels");
        }
        List<LabelledImage> images = new ArrayList<>(labels.length);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= CLASSES.size()) {
                throw broken(LABELS, "image " + i + " has label " + labels[i]);
            }
            String id = String.format(Locale.ROOT, "%s-%05d", NAME, i);
            images.add(new DecodedImage(id, CLASSES.get(labels[i]), pictures.get(i)));
        }
        return new Dataset(NAME, images, CLASSES);
    }

    private interface Format<T> {
        T read(DataInputStream in) throws IOException;
    }

    private <T> T read(String name, Format<T> format) {
        Path file = folder.resolve(name);
        if (!Files.isReadable(file)) {
            throw new OperatorException("cannot find Fashion-MNIST: " + file
                    + " is not there; it comes with Semblance in data/fashion-mnist");
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))))) {
            return format.read(in);
        } catch (IOException e) {
            throw broken(name, e.toString());
        }
    }

    private static byte[] labels(DataInputStream in) throws IOException {
        requireMagic(in.readInt(), LABELS_MAGIC);
        return bytes(in, in.readInt());
    }

    private static List<Pixels> pictures(DataInputStream in) throws IOException {
        requireMagic(in.readInt(), IMAGES_MAGIC);
        int count = in.readInt();
        int height = in.readInt();
        int width = in.readInt();
        List<Pixels> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pictures.add(new Pixels(width, height, 1, bytes(in, width * height)));
        }
        return pictures;
    }

    private static void requireMagic(int found, int wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("it starts with " + found + ", not with " + wanted);
        }
    }

    private static byte[] bytes(DataInputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("it ends too soon");
        }
        return bytes;
    }

    private OperatorException broken(String name, String reason) {
        return new OperatorException(
                "cannot use " + folder.resolve(name) + " as Fashion-MNIST: " + reason + "; fetch the file anew");
    }
}
