package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The data sets that can be asked for by name, and folders of one's own. */
public final class Datasets {
    private static final String FULL_FASHION_MNIST = FashionMnist.NAME + ":";

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
     * @param nameOrFolder as of {@link #open}
     */
    public Dataset load(String nameOrFolder) {
        return load(nameOrFolder, Integer.MAX_VALUE);
    }

    /**
     * Loads at most so many images of a data set, of each class alike; a large one needs less memory then.
     *
     * @param nameOrFolder as of {@link #open}
     * @param atMost images
     * @throws OperatorException if it cannot be had, or has fewer than 10 images of a class
     */
    public Dataset load(String nameOrFolder, int atMost) {
        Dataset dataset = open(nameOrFolder, atMost).dataset();
        Splits.requireSplittable(dataset);
        return dataset;
    }

    /**
     * Loads at most so many images of a data set, of each class alike, however few there are.
     *
     * @param nameOrFolder {@code fashion-mnist}, the test part that is shipped; {@code fashion-mnist:DIR} or a folder
     *     that holds the four IDX files, the full set; {@code cifar10}; or a folder with a folder of images for each
     *     class, or with two such folders named {@code train} and {@code test}
     * @throws OperatorException if it cannot be had
     */
    public LoadedDataset open(String nameOrFolder, int atMost) {
        LoadedDataset loaded = place(nameOrFolder).images().apply(atMost);
        return new LoadedDataset(loaded.dataset().limitedTo(atMost), loaded.skipped());
    }

    /**
     * Loads a data set as its authors divided it.
     *
     * @param nameOrFolder as of {@link #open}
     * @throws OperatorException if it cannot be had or is not divided
     */
    public OfficialParts official(String nameOrFolder) {
        return place(nameOrFolder).parts().get();
    }

    private DataPlace place(String nameOrFolder) {
        if (nameOrFolder.equals(FashionMnist.NAME)) {
            return new DataPlace(atMost -> DataPlace.complete(new FashionMnist(fashionMnist).test()), () -> {
                throw new OperatorException("the Fashion-MNIST that comes with Semblance is the test part only; for the"
                        + " full set " + FashionMnist.HOW_TO_GET);
            });
        }
        if (nameOrFolder.equals(CifarFolder.NAME)) {
            return new DataPlace(atMost -> DataPlace.complete(cifar().load(atMost)), () -> cifar().official());
        }
        if (nameOrFolder.startsWith(FULL_FASHION_MNIST)) {
            Path folder = folder(nameOrFolder.substring(FULL_FASHION_MNIST.length()));
            return DataPlace.divided(() -> fullFashionMnist(folder));
        }
        return placeOf(folder(nameOrFolder));
    }

    private DataPlace placeOf(Path folder) {
        if (FashionMnist.isIn(folder)) {
            return DataPlace.divided(() -> new FashionMnist(folder).recognised());
        }
        if (DividedFolder.isOne(folder)) {
            DividedFolder divided = new DividedFolder(folder, listener);
            return new DataPlace(atMost -> divided.whole(), divided::official);
        }
        return new DataPlace(atMost -> new ImageFolder(folder, listener).load(), () -> {
            throw new OperatorException("folder " + folder + " is not divided into training and test images; put the"
                    + " class folders into two folders, train and test, in it");
        });
    }

    /**
     * Fetches a data set that does not come with Semblance, or verifies it where it is there.
     *
     * @param name {@code cifar10}
     * @throws OperatorException if it cannot be had
     */
    public void fetch(String name) {
        if (name.equals(CifarFolder.NAME)) {
            new CifarFetcher(cifar, CifarSources.KNOWN, CifarCheck.FULL, listener).fetchVerified();
            return;
        }
        if (name.equals(FashionMnist.NAME)) {
            throw new OperatorException("the test part of Fashion-MNIST comes with Semblance, and the full set has no"
                    + " place that it could be fetched from: " + FashionMnist.HOW_TO_GET);
        }
        throw new OperatorException("there is no data set '" + name + "' to fetch: cifar10 can be fetched");
    }

    private CifarFolder cifar() {
        new CifarFetcher(cifar, CifarSources.KNOWN, CifarCheck.FULL, listener).fetch();
        return new CifarFolder(cifar, listener);
    }

    private OfficialParts fullFashionMnist(Path folder) {
        FashionMnist full = new FashionMnist(folder);
        OfficialParts parts = full.official();
        if (!full.hasLabelsOfFashionMnist()) {
            listener.step("the labels in " + folder
                    + " are not those that the authors of Fashion-MNIST published; they are taken as they are");
        }
        return parts;
    }

    private static Path folder(String name) {
        Path folder = Path.of(name);
        if (!Files.isDirectory(folder)) {
            throw new OperatorException("there is no data set '" + name
                    + "': name fashion-mnist, cifar10 or a folder with a folder of images for each class");
        }
        return folder;
    }
}
