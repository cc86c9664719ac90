package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A data set in four disjoint parts, so that nothing is judged on what it was made from. Each class is split alike: 40
 * % to train on, 40 % to stream and index, 10 % to calibrate with, 10 % to test with. The same seed gives the same
 * parts on every machine.
 *
 * @param training what the network learns from
 * @param stream what is indexed
 * @param calibration queries that set thresholds
 * @param test queries that nothing else has seen
 */
public record Splits(Dataset training, Dataset stream, Dataset calibration, Dataset test) {
    /** With fewer images, a class would be missing in a part. */
    static final int MIN_IMAGES_PER_CLASS = 10;

    private static final int PARTS = 4;
    /** Where each part ends, in tenths of a class. */
    private static final int[] ENDS = {4, 8, 9, 10};

    /**
     * Splits each class at random.
     *
     * @throws OperatorException if a class has fewer than 10 images
     */
    public static Splits of(Dataset dataset, long seed) {
        requireSplittable(dataset);
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Integer>> parts = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            parts.add(new ArrayList<>());
        }
        for (List<Integer> positions : dataset.positionsByClass().values()) {
            shuffle(positions, random);
            int from = 0;
            for (int part = 0; part < PARTS; part++) {
                int to = (int) ((long) positions.size() * ENDS[part] / 10);
                parts.get(part).addAll(positions.subList(from, to));
                from = to;
            }
        }
        for (List<Integer> part : parts) {
            shuffle(part, random); // a stream should not bring one class after the other
        }
        return new Splits(
                pick(dataset, parts.get(0)),
                pick(dataset, parts.get(1)),
                pick(dataset, parts.get(2)),
                pick(dataset, parts.get(3)));
    }

    static void requireSplittable(Dataset dataset) {
        for (Map.Entry<String, List<Integer>> entry : dataset.positionsByClass().entrySet()) {
            int images = entry.getValue().size();
            if (images < MIN_IMAGES_PER_CLASS) {
                throw new OperatorException("class '" + entry.getKey() + "' of " + dataset.name() + " has " + images
                        + " images, at least " + MIN_IMAGES_PER_CLASS + " are needed; add images or remove the class");
            }
        }
    }

    /** Fisher and Yates, as in Knuth's algorithm P. */
    private static void shuffle(List<Integer> positions, SplittableRandom random) {
        for (int i = positions.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = positions.get(i);
            positions.set(i, positions.get(other));
            positions.set(other, kept);
        }
    }

    private static Dataset pick(Dataset dataset, List<Integer> positions) {
        List<LabelledImage> images = positions.stream()
                .map(position -> dataset.images().get(position))
                .toList();
        return new Dataset(dataset.name(), images, dataset.classes());
    }
}
