package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.store.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fashion-MNIST in a folder, as {@link IdxFile}s: the test part, and the training part where it is there. The original
 * MNIST has the same file names and is told by its labels; its classes are the digits.
 */
final class FashionMnist {
    static final String NAME = "fashion-mnist";
    static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");
    /** How to come by what does not come with Semblance. */
    static final String HOW_TO_GET = "install Debian's package dataset-fashion-mnist, or take the four files from the"
            + " authors' page, and name their folder: fashion-mnist:DIR";

    private static final String TEST = "t10k";
    private static final String TRAINING = "train";

    private final Path folder;

    FashionMnist(Path folder) {
        this.folder = folder;
    }

    /** Whether the folder holds all four files, of this or of another data set of that form. */
    static boolean isIn(Path folder) {
        return List.of(TEST, TRAINING).stream()
                .allMatch(part -> IdxFile.find(folder, imagesName(part)).isPresent()
                        && IdxFile.find(folder, labelsName(part)).isPresent());
    }

    /** The 10,000 test images. */
    Dataset test() {
        return read(NAME, CLASSES, TEST, NAME + "-");
    }

    /** The 60,000 training images and the test images. */
    OfficialParts official() {
        return new OfficialParts(read(NAME, CLASSES, TRAINING, NAME + "-train-"), test());
    }

    /** As {@link #official}, with the digits as classes unless the labels are those of Fashion-MNIST. */
    OfficialParts recognised() {
        if (hasLabelsOfFashionMnist()) {
            return official();
        }
        Path named = folder.toAbsolutePath().normalize().getFileName();
        String name = named == null ? "idx" : named.toString();
        List<String> digits = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        return new OfficialParts(read(name, digits, TRAINING, name + "-train-"), read(name, digits, TEST, name + "-"));
    }

    /** Told by the SHA-256 over the 10,000 class numbers of the test part, one byte each. */
    boolean hasLabelsOfFashionMnist() {
        int[] labels = file(labelsName(TEST)).labels();
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return Sha256.of(bytes).hex().equals("3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9");
    }

    private Dataset read(String name, List<String> classes, String part, String idPrefix) {
        IdxFile labelFile = file(labelsName(part));
        int[] labels = labelFile.labels();
        List<Pixels> pictures = file(imagesName(part)).pictures();
        if (labels.length != pictures.size()) {
            throw labelFile.broken(pictures.size() + " images have " + labels.length + " labels");
        }
        List<LabelledImage> images = new ArrayList<>(labels.length);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= classes.size()) {
                throw labelFile.broken("image " + i + " has label " + labels[i]);
            }
            String id = String.format(Locale.ROOT, "%s%05d", idPrefix, i);
            images.add(new DecodedImage(id, classes.get(labels[i]), pictures.get(i)));
        }
        return new Dataset(name, images, classes);
    }

    private IdxFile file(String name) {
        return IdxFile.find(folder, name)
                .orElseThrow(() -> new OperatorException("cannot find Fashion-MNIST: " + folder.resolve(name)
                        + ".gz is not there; the test part comes with Semblance in data/fashion-mnist; for the full set "
                        + HOW_TO_GET));
    }

    private static String imagesName(String part) {
        return part + "-images-idx3-ubyte";
    }

    private static String labelsName(String part) {
        return part + "-labels-idx1-ubyte";
    }
}
