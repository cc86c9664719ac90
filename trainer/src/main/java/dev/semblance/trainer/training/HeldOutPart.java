package dev.semblance.trainer.training;

import dev.semblance.trainer.data.DamageCheck;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LabelledImage;
import dev.semblance.trainer.data.LoadListener;
import dev.semblance.trainer.data.Splits;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images that a run is judged on, in three sets that share no image.
 *
 * @param prefix of the names of its metrics
 * @param index what is searched
 * @param calibration what sets the threshold
 * @param queries what is asked for, and reported on
 */
record HeldOutPart(String prefix, Dataset index, Dataset calibration, Dataset queries) {
    /** Prefix of classes that the network learns: none. */
    static final String SEEN = "";
    /** Prefix of classes that it never sees. */
    static final String UNSEEN = "unseen.";

    private static final int MAX_INDEX = 20_000;
    private static final int MAX_QUERIES = 10_000;

    static HeldOutPart of(String prefix, Splits splits) {
        return new HeldOutPart(prefix, splits.stream(), splits.calibration(), splits.test());
    }

    /** The images that can be decoded: a run should not end with an image that cannot. */
    HeldOutPart withoutDamaged(LoadListener listener) {
        return new HeldOutPart(
                prefix,
                DamageCheck.withoutDamaged(index, listener),
                DamageCheck.withoutDamaged(calibration, listener),
                DamageCheck.withoutDamaged(queries, listener));
    }

    /** The part to report on at the end: as much of it as an exact search can be waited for. */
    HeldOutPart forTest() {
        return new HeldOutPart(
                prefix, index.limitedTo(MAX_INDEX), calibration.limitedTo(MAX_QUERIES), queries.limitedTo(MAX_QUERIES));
    }

    /**
     * The part to look at while training goes on: smaller, and without the test images, which nothing may be chosen by.
     * One half of the calibration images asks, the other sets the threshold.
     */
    HeldOutPart forValidation(JudgingSpec judging) {
        Dataset both = calibration.limitedTo(judging.queries());
        return new HeldOutPart(prefix, index.limitedTo(judging.corpus()), everyOther(both, 0), everyOther(both, 1));
    }

    private static Dataset everyOther(Dataset dataset, int first) {
        List<LabelledImage> images = IntStream.iterate(first, i -> i < dataset.size(), i -> i + 2)
                .mapToObj(dataset.images()::get)
                .toList();
        return new Dataset(dataset.name(), images, dataset.classes());
    }

    int size() {
        return index.size() + calibration.size() + queries.size();
    }
}
