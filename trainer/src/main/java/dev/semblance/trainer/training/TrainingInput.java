package dev.semblance.trainer.training;

import dev.semblance.core.image.InputSpec;
import dev.semblance.trainer.data.InputChoice;
import dev.semblance.trainer.data.LoadListener;
import dev.semblance.trainer.data.PixelSources;
import dev.semblance.trainer.data.PreparedImages;
import java.util.List;

/**
 * Images of a run, ready to be read.
 *
 * @param training what the network learns from
 * @param calibration images of the same classes for the validation loss
 * @param heldOut what the run is judged on
 */
public record TrainingInput(PreparedImages training, PreparedImages calibration, List<HeldOutPart> heldOut) {
    public TrainingInput {
        heldOut = List.copyOf(heldOut);
    }

    /**
     * Reads the images; damaged ones that the run would be judged on are left out and told.
     *
     * @param choice of the network's input
     * @param memoryBytes for samples; what does not fit is read from disk again and again
     */
    public static TrainingInput prepare(
            TrainingSets sets, InputChoice choice, long memoryBytes, LoadListener listener) {
        InputSpec spec = choice.choose(sets.training(), listener);
        List<HeldOutPart> heldOut = sets.heldOut().stream()
                .map(part -> part.withoutDamaged(listener))
                .toList();
        return new TrainingInput(
                PixelSources.open(sets.training(), spec, memoryBytes, listener),
                PixelSources.open(heldOut.getFirst().calibration(), spec, memoryBytes, listener),
                heldOut);
    }

    InputSpec spec() {
        return training.pixels().input();
    }

    List<HeldOutPart> forTest() {
        return heldOut.stream().map(HeldOutPart::forTest).toList();
    }

    List<HeldOutPart> forValidation(JudgingSpec judging) {
        return heldOut.stream().map(part -> part.forValidation(judging)).toList();
    }
}
