package dev.semblance.trainer.data;

import java.util.List;

/**
 * A data set in classes that the network learns and classes that it never sees, to tell how well an embedding carries
 * over to what is new.
 *
 * @param seen splits of the classes to train on; only its training part is learned from
 * @param unseen splits of the classes held out: index, calibration and test images of those classes only, disjoint, and
 *     none of them learned from, as the training part of these splits is not to be used
 */
public record ClassHoldOut(Splits seen, Splits unseen) {
    /**
     * Holds out classes of a data set with official parts; both splits have as many images of each class to index and
     * to calibrate with as those of the whole.
     *
     * @param unseen classes to hold out, at least 2, with at least 2 left
     * @param sizes for all classes together, as of {@link Splits#official}
     * @throws dev.semblance.core.OperatorException if there is no such class, or too few are left
     */
    public static ClassHoldOut official(OfficialParts parts, List<String> unseen, PartSizes sizes, long seed) {
        OfficialParts learned = parts.withoutClasses(unseen);
        OfficialParts held = parts.withClasses(unseen);
        int all = parts.training().classes().size();
        return new ClassHoldOut(
                Splits.official(
                        learned, sizes.forClasses(learned.training().classes().size(), all), seed),
                Splits.official(held, sizes.forClasses(held.training().classes().size(), all), seed));
    }

    /**
     * Holds out classes of a data set that is split at random.
     *
     * @throws dev.semblance.core.OperatorException as {@link #official}, or as {@link Splits#of}
     */
    public static ClassHoldOut random(Dataset dataset, List<String> unseen, long seed) {
        return new ClassHoldOut(
                Splits.of(dataset.withoutClasses(unseen), seed), Splits.of(dataset.withClasses(unseen), seed));
    }
}
