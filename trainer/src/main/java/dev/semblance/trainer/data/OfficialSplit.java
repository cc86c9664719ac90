package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws the index and the calibration part from the official training images; see {@link Splits#official}. */
final class OfficialSplit {
    private final OfficialParts parts;
    private final PartSizes sizes;
    private final SplittableRandom random;

    OfficialSplit(OfficialParts parts, PartSizes sizes, long seed) {
        this.parts = parts;
        this.sizes = sizes;
        this.random = new SplittableRandom(seed);
    }

    Splits draw() {
        Dataset official = parts.training();
        List<Integer> training = new ArrayList<>();
        List<Integer> index = new ArrayList<>();
        List<Integer> calibration = new ArrayList<>();
        long before = 0;
        for (Map.Entry<String, List<Integer>> entry :
                official.positionsByClass().entrySet()) {
            List<Integer> positions = entry.getValue();
            long upTo = before + positions.size();
            int toCalibrate = share(sizes.calibration(), before, upTo);
            int toIndex = share(sizes.index(), before, upTo);
            requireEnough(entry.getKey(), positions.size(), toCalibrate, toIndex);
            Shuffle.shuffle(positions, random);
            calibration.addAll(positions.subList(0, toCalibrate));
            training.addAll(positions.subList(toCalibrate, positions.size()));
            index.addAll(positions.subList(toCalibrate, toCalibrate + toIndex));
            before = upTo;
        }
        List.of(training, index, calibration).forEach(part -> Shuffle.shuffle(part, random));
        return new Splits(official.at(training), official.at(index), official.at(calibration), parts.test());
    }

    /** A class's share of the images wanted, by its size; all shares together are what is wanted. */
    private int share(int wanted, long before, long upTo) {
        int all = parts.training().size();
        return Math.max(1, (int) (wanted * upTo / all - wanted * before / all));
    }

    private void requireEnough(String label, int images, int toCalibrate, int toIndex) {
        if (images < toCalibrate + toIndex) {
            throw new OperatorException("class '" + label + "' of "
                    + parts.training().name() + " has " + images
                    + " training images, but its share of " + sizes.index() + " to index and of " + sizes.calibration()
                    + " to calibrate with is " + (toIndex + toCalibrate) + "; ask for fewer");
        }
    }
}
