package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A data set in four parts, so that nothing is judged on what it was made from. No image of the calibration part or of
 * the test part is in any other part. Whether the network has learned from the images that it is to find depends on how
 * the parts were made:
 *
 * <ul>
 *   <li>{@link #of}: all four parts are disjoint, so the index holds images that are new to the network, as live ones
 *       are. Each class is split alike: 40 % to train on, 40 % to stream and index, 10 % to calibrate with, 10 % to
 *       test with.
 *   <li>{@link #official}: the stream part is a subset of the training part, as is usual where results are compared:
 *       the authors' test images look for their like among training images.
 * </ul>
 *
 * <p>The same seed gives the same parts on every machine.
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
            Shuffle.shuffle(positions, random);
            int from = 0;
            for (int part = 0; part < PARTS; part++) {
                int to = (int) ((long) positions.size() * ENDS[part] / 10);
                parts.get(part).addAll(positions.subList(from, to));
                from = to;
            }
        }
        for (List<Integer> part : parts) {
            Shuffle.shuffle(part, random); // a stream should not bring one class after the other
        }
        return new Splits(
                dataset.at(parts.get(0)), dataset.at(parts.get(1)), dataset.at(parts.get(2)), dataset.at(parts.get(3)));
    }

    /**
     * Keeps to the authors' parts: the test part is all of their test images. Of each class of their training images,
     * in proportion to its size, some are drawn at random to calibrate with; all others are the training part, and of
     * those some are drawn to index.
     *
     * @throws OperatorException if a class has too few training images for the sizes
     */
    public static Splits official(OfficialParts parts, PartSizes sizes, long seed) {
        return new OfficialSplit(parts, sizes, seed).draw();
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
}
