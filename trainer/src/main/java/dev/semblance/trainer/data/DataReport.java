package dev.semblance.trainer.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What there is to know about a data set before anything is learned from it.
 *
 * @param name of the data set
 * @param classes with their counts, in the order of the data set
 * @param shapes how many images there are of each size
 * @param duplicates images whose content another image has too
 * @param skipped files that were left out
 */
public record DataReport(
        String name, List<ClassCount> classes, Map<ImageShape, Long> shapes, long duplicates, SkippedFiles skipped) {
    /** With fewer, no two images of a class can be in a batch. */
    private static final int MIN_TO_SAMPLE = 2;
    /** Names that stand for many. */
    private static final int SHOWN = 3;

    public DataReport {
        classes = List.copyOf(classes);
        shapes = Map.copyOf(shapes);
    }

    public static DataReport of(LoadedDataset loaded) {
        Dataset dataset = loaded.dataset();
        List<ClassCount> classes = dataset.positionsByClass().entrySet().stream()
                .map(entry -> new ClassCount(entry.getKey(), entry.getValue().size()))
                .toList();
        Map<ImageShape, Long> shapes =
                dataset.images().stream().collect(Collectors.groupingBy(LabelledImage::shape, Collectors.counting()));
        long different = dataset.images().parallelStream()
                .map(image -> CompactDigest.of(image.digest()))
                .distinct()
                .count();
        return new DataReport(dataset.name(), classes, shapes, dataset.size() - different, loaded.skipped());
    }

    /** Number of images in all. */
    public int images() {
        return classes.stream().mapToInt(ClassCount::images).sum();
    }

    /** Classes with too few images to be in every part of a random split. */
    public List<ClassCount> tooSmallToSplit() {
        return smallerThan(Splits.MIN_IMAGES_PER_CLASS);
    }

    /** Classes with too few images to make a pair. */
    public List<ClassCount> tooSmallToSample() {
        return smallerThan(MIN_TO_SAMPLE);
    }

    private List<ClassCount> smallerThan(int images) {
        return classes.stream().filter(each -> each.images() < images).toList();
    }

    /** The report for people: counts, sizes, and whatever should be seen to. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%s: %,d images of %d classes, %s", name, images(), classes.size(), sizes()));
        int width =
                classes.stream().mapToInt(each -> each.label().length()).max().orElse(1);
        classes.forEach(
                each -> lines.add(String.format(Locale.ROOT, "  %-" + width + "s  %,9d", each.label(), each.images())));
        if (duplicates > 0) {
            lines.add(String.format(Locale.ROOT, "%,d images are copies of others", duplicates));
        }
        warn(lines, tooSmallToSample(), "fewer than 2 images, which make no pair to learn from");
        warn(lines, tooSmallToSplit(), "fewer than 10 images, which cannot be split; add images or remove the class");
        skipped.counts()
                .forEach((reason, count) -> lines.add(String.format(
                        Locale.ROOT,
                        "left out %,d: %s (%s%s)",
                        count,
                        reason.meaning(),
                        skipped.examples().getOrDefault(reason, List.of()).stream()
                                .limit(SHOWN)
                                .map(Path::toString)
                                .collect(Collectors.joining(", ")),
                        count > SHOWN ? ", ..." : "")));
        return lines;
    }

    private String sizes() {
        ImageShape some = shapes.keySet().iterator().next();
        if (shapes.size() == 1) {
            return some.width() + " x " + some.height() + " x " + some.channels();
        }
        IntSummaryStatistics widths =
                shapes.keySet().stream().mapToInt(ImageShape::width).summaryStatistics();
        IntSummaryStatistics heights =
                shapes.keySet().stream().mapToInt(ImageShape::height).summaryStatistics();
        return String.format(
                Locale.ROOT,
                "%d different sizes from %d to %d wide and %d to %d high",
                shapes.size(),
                widths.getMin(),
                widths.getMax(),
                heights.getMin(),
                heights.getMax());
    }

    private static void warn(List<String> lines, List<ClassCount> small, String what) {
        if (!small.isEmpty()) {
            String names = small.stream().limit(SHOWN).map(ClassCount::label).collect(Collectors.joining(", "));
            lines.add(String.format(
                    Locale.ROOT,
                    "%d classes have %s: %s%s",
                    small.size(),
                    what,
                    names,
                    small.size() > SHOWN ? ", ..." : ""));
        }
    }
}
