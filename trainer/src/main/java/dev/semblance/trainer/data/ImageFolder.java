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
 * out and reported, hidden ones are left out in silence. Ids are {@code class/file name}.
 */
final class ImageFolder {
    private static final int REPORT_EVERY = 500;

    private final Path folder;
    private final LoadListener listener;

    ImageFolder(Path folder, LoadListener listener) {
        this.folder = folder;
        this.listener = listener;
    }

    Dataset load() {
        List<LabelledImage> images = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        int skipped = 0;
        for (Path classFolder : list(folder)) {
            if (!Files.isDirectory(classFolder)) {
                continue;
            }
            int before = images.size();
            for (Path file : list(classFolder)) {
                skipped += read(classFolder, file, images) ? 0 : 1;
            }
            if (images.size() > before) {
                classes.add(name(classFolder));
            }
        }
        listener.step("read " + images.size() + " images of " + classes.size() + " classes from " + folder + ", "
                + skipped + " files skipped");
        if (classes.size() < 2) {
            throw new OperatorException("folder " + folder + " has images of " + classes.size()
                    + " classes, at least 2 are needed; lay it out as " + folder + "/<class>/<image>.jpg");
        }
        return new Dataset(name(folder.toAbsolutePath().normalize()), images, classes);
    }

    private boolean read(Path classFolder, Path file, List<LabelledImage> images) {
        try {
            String label = name(classFolder);
            images.add(ImageFile.open(label + "/" + name(file), label, file));
        } catch (IOException | BadImageException e) {
            listener.skipped(file, e instanceof BadImageException ? String.valueOf(e.getMessage()) : e.toString());
            return false;
        }
        if (images.size() % REPORT_EVERY == 0) {
            listener.step("read " + images.size() + " images from " + folder);
        }
        return true;
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
