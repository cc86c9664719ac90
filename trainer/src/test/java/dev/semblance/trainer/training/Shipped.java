package dev.semblance.trainer.training;

import dev.semblance.trainer.data.ClassHoldOut;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.Datasets;
import dev.semblance.trainer.data.InputChoice;
import dev.semblance.trainer.data.LoadListener;
import dev.semblance.trainer.data.Splits;
import java.nio.file.Path;
import java.util.List;

/** The images that come with Semblance, ready to train on. */
final class Shipped {
    private Shipped() {}

    private static Dataset images(int count) {
        return new Datasets(Path.of("../data/fashion-mnist"), Path.of("no-cifar"), LoadListener.SILENT)
                .load("fashion-mnist", count);
    }

    static Splits splits(int count) {
        return Splits.of(images(count), 1);
    }

    static TrainingInput input(int count) {
        return prepare(TrainingSets.of(splits(count)));
    }

    static TrainingInput inputWithout(int count, List<String> unseen) {
        return prepare(TrainingSets.of(ClassHoldOut.random(images(count), unseen, 1)));
    }

    static TrainingInput prepare(TrainingSets sets) {
        return TrainingInput.prepare(sets, InputChoice.ofSeed(1), 1 << 28, LoadListener.SILENT);
    }
}
