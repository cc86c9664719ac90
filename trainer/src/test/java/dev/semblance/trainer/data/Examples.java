package dev.semblance.trainer.data;

import dev.semblance.core.image.Pixels;
import java.util.ArrayList;
import java.util.List;

/** Small data sets whose images all differ. */
final class Examples {
    private Examples() {}

    /** Classes {@code class-0}, {@code class-1} and so on of so many images each, with ids such as {@code 1-17}. */
    static Dataset dataset(int... sizes) {
        return dataset("", sizes);
    }

    /** As {@link #dataset(int...)}, with ids that begin with a prefix. */
    static Dataset dataset(String prefix, int... sizes) {
        List<LabelledImage> images = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (int label = 0; label < sizes.length; label++) {
            classes.add("class-" + label);
            for (int i = 0; i < sizes[label]; i++) {
                byte[] samples = {(byte) label, (byte) (i / 256), (byte) i};
                images.add(new DecodedImage(prefix + label + "-" + i, "class-" + label, new Pixels(3, 1, 1, samples)));
            }
        }
        return new Dataset("some", images, classes);
    }

    static List<String> ids(Dataset dataset) {
        return dataset.images().stream().map(LabelledImage::id).toList();
    }

    /** Images of each class, in the order of the classes. */
    static List<Integer> counts(Dataset dataset) {
        return dataset.positionsByClass().values().stream().map(List::size).toList();
    }
}
