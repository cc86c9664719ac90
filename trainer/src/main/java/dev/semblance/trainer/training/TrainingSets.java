package dev.semblance.trainer.training;

import dev.semblance.trainer.data.ClassHoldOut;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.Splits;
import java.util.List;

/**
 * What a run learns from and what it is judged on.
 *
 * @param training what the network learns from
 * @param heldOut what it is judged on; the first part is of the classes that it learns
 */
public record TrainingSets(Dataset training, List<HeldOutPart> heldOut) {
    public TrainingSets {
        heldOut = List.copyOf(heldOut);
        if (heldOut.isEmpty()) {
            throw new IllegalArgumentException("a run is judged on something");
        }
    }

    /** All classes are learned. */
    public static TrainingSets of(Splits splits) {
        return new TrainingSets(splits.training(), List.of(HeldOutPart.of(HeldOutPart.SEEN, splits)));
    }

    /** Some classes are never learned, and judged on their own. */
    public static TrainingSets of(ClassHoldOut classes) {
        return new TrainingSets(
                classes.seen().training(),
                List.of(
                        HeldOutPart.of(HeldOutPart.SEEN, classes.seen()),
                        HeldOutPart.of(HeldOutPart.UNSEEN, classes.unseen())));
    }
}
