package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.BadImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads images of one's own: {@code FOLDER/class/image.jpg}. Each folder is a class; files that are no images are left
 * out and reported, hidden ones are left out in silence. Ids are {@code class/file name}. Files are read for their
 * digest and size, but not decoded.
 */
final class ImageFolder {
    private static final int REPORT_EVERY = 500;

    private final Path folder;
    private final String idPrefix;
    private final LoadListener listener;
    private final SkipLog skipped;
    private final List<LabelledImage> images = new ArrayList<>();
    private final List<String> classes = new ArrayList<>();
    private long seen;

    ImageFolder(Path folder, LoadListener listener) {
        this(folder, "", listener);
    }

    /**
     * A part of a larger whole.
     *
     * @param idPrefix what all ids begin with, to tell them from those of other parts
     */
    ImageFolder(Path folder, String idPrefix, LoadListener listener) {
        this.folder = folder;
        this.idPrefix = idPrefix;
        this.listener = listener;
        this.skipped = new SkipLog(listener);
    }

    /** What came of a file: an image, or why it is none. */
    private sealed interface Read {
        record Image(ImageFile file) implements Read {}

        record Skip(Path file, SkipReason reason, String detail) implements Read {}
    }

    LoadedDataset load() {
        long unlabelled = 0;
        try (WorkerPool workers = new WorkerPool()) {
            for (Path entry : list(folder)) {
                if (Files.isDirectory(entry)) {
                    readClass(entry, workers);
                } else {
                    unlabelled++;
                    skipped.skip(entry, SkipReason.UNLABELLED, "it lies beside the class folders, so it has no class");
                }
            }
        }
        listener.step("read " + images.size() + " images of " + classes.size() + " classes from " + folder + ", "
                + skipped.files().total() + " files skipped");
        requireClasses(unlabelled);
        return new LoadedDataset(
                new Dataset(name(folder.toAbsolutePath().normalize()), images, classes), skipped.files());
    }

    private void readClass(Path path, WorkerPool workers) {
        ClassFolder of = new ClassFolder(path, idPrefix + name(path) + "/", name(path));
        int before = images.size();
        List<String> names = list(path).stream().map(ImageFolder::name).toList();
        workers.each(names, name -> read(of, name), this::take);
        if (images.size() > before) {
            classes.add(of.label());
        }
    }

    private static Read read(ClassFolder of, String name) {
        Path file = of.path().resolve(name);
        if (Files.isDirectory(file)) {
            return new Read.Skip(
                    file, SkipReason.FOLDER, "it is a folder; images lie directly in the folder of their class");
        }
        try {
            return new Read.Image(ImageFile.open(of, name));
        } catch (BadImageException e) {
            return new Read.Skip(file, SkipReason.of(e.reason()), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Read.Skip(file, SkipReason.UNREADABLE, e.toString());
        }
    }

    private void take(Read read) {
        switch (read) {
            case Read.Image image -> images.add(image.file());
            case Read.Skip skip -> skipped.skip(skip.file(), skip.reason(), skip.detail());
        }
        if (++seen % REPORT_EVERY == 0) {
            listener.progress("reading " + folder, "images", images.size(), 0);
        }
    }

    private void requireClasses(long unlabelled) {
        if (classes.size() >= 2) {
            return;
        }
        String beside = unlabelled == 0 ? "" : " and " + unlabelled + " files that lie beside them";
        throw new OperatorException("folder " + folder + " has images of " + classes.size() + " classes" + beside
                + ", at least 2 classes are needed; lay it out as " + folder + "/<class>/<image>.jpg");
    }

    /** What the folder holds, but hidden things, sorted by name so that runs repeat. */
    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !name(entry).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new OperatorException("cannot read folder " + folder + ": " + e, e);
        }
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "images" : name.toString();
    }
}
