package dev.semblance.trainer.sheet;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.Pixels;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LabelledImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Chooses images of a data set to show. The same seed shows the same ones.
 *
 * @param dataset to choose from
 * @param seed of the choice
 */
public record DataSheets(Dataset dataset, long seed) {
    private static final int GRID_SIDE = 5;
    private static final int CLASSES = 10;
    private static final int EXAMPLES = 8;

    /** 5 x 5 images drawn from all, each under its class. */
    public ContactSheet grid() {
        List<Integer> positions = range(dataset.size());
        Collections.shuffle(positions, new Random(seed));
        int[] labels = dataset.labels();
        List<Cell> cells = positions.stream()
                .limit(GRID_SIDE * GRID_SIDE)
                .map(position -> new Cell(
                        picture(position),
                        dataset.images().get(position).label(),
                        "class " + labels[position] + ", image " + position))
                .toList();
        return new ContactSheet(List.of(), GRID_SIDE, cells);
    }

    /** A batch as a metric loss wants it: a row for each of at most 10 classes, each with 8 of its images. */
    public ContactSheet balanced() {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        positionsByClass(random).forEach((label, positions) -> {
            Collections.shuffle(positions, random);
            rows.add(label + "  " + dataset.classes().get(label));
            for (int i = 0; i < EXAMPLES; i++) {
                cells.add(batchCell(positions.get(i % positions.size()))); // a batch repeats a small class
            }
        });
        return new ContactSheet(rows, EXAMPLES, cells);
    }

    /** Positions of the images of each class that is shown. */
    private SortedMap<Integer, List<Integer>> positionsByClass(Random random) {
        SortedMap<Integer, List<Integer>> byClass = new TreeMap<>();
        int[] labels = dataset.labels();
        for (int position = 0; position < labels.length; position++) {
            byClass.computeIfAbsent(labels[position], unused -> new ArrayList<>())
                    .add(position);
        }
        List<Integer> classes = new ArrayList<>(byClass.keySet());
        Collections.shuffle(classes, random);
        byClass.keySet().retainAll(classes.subList(0, Math.min(CLASSES, classes.size())));
        return byClass;
    }

    private Cell batchCell(int position) {
        return new Cell(picture(position), "", "image " + position);
    }

    private Optional<Pixels> picture(int position) {
        LabelledImage image = dataset.images().get(position);
        try {
            return Optional.of(image.pixels());
        } catch (OperatorException e) {
            return Optional.empty(); // the sheet shows that it cannot be read
        }
    }

    private static List<Integer> range(int size) {
        Integer[] positions = new Integer[size];
        Arrays.setAll(positions, position -> position);
        return Arrays.asList(positions);
    }
}
