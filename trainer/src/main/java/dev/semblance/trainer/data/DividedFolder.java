package dev.semblance.trainer.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Class folders that are divided into training and test images: {@code FOLDER/train/class/image.jpg} and
 * {@code FOLDER/test/class/image.jpg}. Ids begin with the part.
 */
final class DividedFolder {
    private static final List<String> PARTS = List.of("test", "train");

    private final Path folder;
    private final LoadListener listener;

    DividedFolder(Path folder, LoadListener listener) {
        this.folder = folder;
        this.listener = listener;
    }

    /** Whether the folder holds those two folders, with folders in them, and no other one. */
    static boolean isOne(Path folder) {
        try {
            return folders(folder).equals(PARTS)
                    && PARTS.stream()
                            .allMatch(part -> !folders(folder.resolve(part)).isEmpty());
        } catch (UncheckedIOException e) {
            return false; // reading the images will say what is wrong
        }
    }

    private static List<String> folders(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    OfficialParts official() {
        return parts(part("train").dataset(), part("test").dataset());
    }

    LoadedDataset whole() {
        LoadedDataset training = part("train");
        LoadedDataset test = part("test");
        return new LoadedDataset(
                parts(training.dataset(), test.dataset()).whole(), merged(training.skipped(), test.skipped()));
    }

    private LoadedDataset part(String name) {
        return new ImageFolder(folder.resolve(name), name + "/", listener).load();
    }

    /** A part may lack a class that the other has. */
    private OfficialParts parts(Dataset training, Dataset test) {
        TreeSet<String> all = new TreeSet<>(training.classes());
        all.addAll(test.classes());
        List<String> classes = List.copyOf(all);
        Path named = folder.toAbsolutePath().normalize().getFileName();
        String name = named == null ? "images" : named.toString();
        return new OfficialParts(
                new Dataset(name, training.images(), classes), new Dataset(name, test.images(), classes));
    }

    private static SkippedFiles merged(SkippedFiles one, SkippedFiles other) {
        Map<SkipReason, Long> counts = new EnumMap<>(SkipReason.class);
        Map<SkipReason, List<Path>> examples = new EnumMap<>(SkipReason.class);
        for (SkippedFiles files : List.of(one, other)) {
            files.counts().forEach((reason, count) -> counts.merge(reason, count, Long::sum));
            files.examples()
                    .forEach((reason, paths) -> examples.computeIfAbsent(reason, unused -> new ArrayList<>())
                            .addAll(paths));
        }
        return new SkippedFiles(counts, examples);
    }
}
