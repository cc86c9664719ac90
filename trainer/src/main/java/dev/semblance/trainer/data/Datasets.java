package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The data sets that can be asked for by name, and folders of one's own. */
public final class Datasets {
    private final Path fashionMnist;
    private final Path cifar;
    private final LoadListener listener;

    /**
     * Reads from the given places.
     *
     * @param fashionMnist folder of the shipped Fashion-MNIST files
     * @param cifar folder where CIFAR-10 is kept once it has been fetched
     */
    public Datasets(Path fashionMnist, Path cifar, LoadListener listener) {
        this.fashionMnist = fashionMnist;
        this.cifar = cifar;
        this.listener = listener;
    }

    /**
     * Where CIFAR-10 is kept unless told otherwise: in the user's cache folder, after the XDG base directory
     * specification.
     *
     * @param environment variables of the process
     * @param home folder of the user
     */
    public static Path cifarCache(Map<String, String> environment, Path home) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The specification says to ignore relative paths.
        Path root = Path.of(cache).isAbsolute() ? Path.of(cache) : home.resolve(".cache");
        return root.resolve("semblance/datasets/cifar-10");
    }

    /**
     * Loads a data set; CIFAR-10 is fetched on first use.
     *
     * @param nameOrFolder as of {@link #load(String, int)}
     */
    public Dataset load(String nameOrFolder) {
        return load(nameOrFolder, Integer.MAX_VALUE);
    }

    /**
     * Loads at most so many images of a data set, of each class alike; a large one needs less memory then.
     *
     * @param nameOrFolder {@code fashion-mnist}, {@code cifar10}, or a folder with a folder of images for each class
     * @param atMost images
     * @throws OperatorException if it cannot be had, or has fewer than 10 images of a class
     */
    public Dataset load(String nameOrFolder, int atMost) {
        Dataset dataset = read(nameOrFolder, atMost).limitedTo(atMost);
        Splits.requireSplittable(dataset);
        return dataset;
    }

    private Dataset read(String nameOrFolder, int atMost) {
        if (nameOrFolder.equals("fashion-mnist")) {
            return new FashionMnist(fashionMnist).load();
        }
        if (nameOrFolder.equals("cifar10")) {
            new CifarFetcher(cifar, CifarFetcher.SOURCES, listener).fetch();
            return new CifarFolder(cifar, listener).load(atMost);
        }
        Path folder = Path.of(nameOrFolder);
        if (!Files.isDirectory(folder)) {
            throw new OperatorException("there is no data set '" + nameOrFolder
                    + "': name fashion-mnist, cifar10 or a folder with a folder of images for each class");
        }
        return new ImageFolder(folder, listener).load();
    }
}
