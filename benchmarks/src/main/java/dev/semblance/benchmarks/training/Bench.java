package dev.semblance.benchmarks.training;

import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.Weights;
import dev.semblance.standalone.TrainingData;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.config.TrainSettings;
import dev.semblance.standalone.console.Console;
import dev.semblance.trainer.data.LoadListener;
import dev.semblance.trainer.data.Splits;
import dev.semblance.trainer.training.Budget;
import dev.semblance.trainer.training.Epoch;
import dev.semblance.trainer.training.RunFolder;
import dev.semblance.trainer.training.TrainedModel;
import dev.semblance.trainer.training.Trainer;
import dev.semblance.trainer.training.TrainingInput;
import dev.semblance.trainer.training.TrainingListener;
import dev.semblance.trainer.training.TrainingProgress;
import dev.semblance.trainer.training.TrainingSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A recipe and its images, trained for as many steps as a benchmark wants. */
final class Bench {
    /** Held-out images do not count where only steps do. */
    private static final int FEW = 200;

    private final TrainSettings settings;
    private final Splits splits;
    private final TrainingSets sets;
    private final Path folder;
    private int runs;

    private Bench(TrainSettings settings, Splits splits, TrainingSets sets, Path folder) {
        this.settings = settings;
        this.splits = splits;
        this.sets = sets;
        this.folder = folder;
    }

    /**
     * Reads the images of a recipe.
     *
     * @param recipe configuration file
     * @param folder for what the benchmark writes
     */
    static Bench open(Path recipe, Map<String, String> overrides, Path folder, Console console) {
        TrainSettings settings =
                Settings.load(Optional.of(recipe), Map.of(), overrides).train();
        Splits splits = TrainingData.split(settings.data(), console);
        TrainingSets sets = settings.data().unseenClasses().isEmpty()
                ? TrainingSets.of(splits)
                : TrainingData.sets(settings.data(), console, () -> {});
        return new Bench(settings, splits, sets, folder);
    }

    TrainSettings settings() {
        return settings;
    }

    Splits splits() {
        return splits;
    }

    /** Images as the recipe's network takes them. */
    TrainingInput input() {
        return prepare(sets);
    }

    /** The training images, and too few others to take time. */
    TrainingInput inputForSteps() {
        return prepare(TrainingSets.of(new Splits(
                splits.training(),
                splits.stream().limitedTo(FEW),
                splits.calibration().limitedTo(FEW),
                splits.test().limitedTo(FEW))));
    }

    private TrainingInput prepare(TrainingSets of) {
        return TrainingInput.prepare(of, settings.data().input(), Long.MAX_VALUE, LoadListener.SILENT);
    }

    void writeForPeer() throws IOException {
        InputSpec input = settings.data().input().choose(splits.training(), LoadListener.SILENT);
        PeerData.write(splits, input, Files.createDirectories(folder));
    }

    /** The folder of a run that has not begun. */
    RunFolder newRun() {
        return RunFolder.create(folder, "run-" + runs++, "");
    }

    /** Trains for a number of epochs. */
    TrainedModel train(TrainingInput input, int epochs, int stepsPerEpoch, Consumer<Epoch> listener) {
        return train(input, epochs, stepsPerEpoch, listener, newRun());
    }

    /** Trains, or goes on with a run, until it has had a number of epochs. */
    TrainedModel train(TrainingInput input, int epochs, int stepsPerEpoch, Consumer<Epoch> listener, RunFolder run) {
        Budget budget = new Budget(epochs, stepsPerEpoch, Duration.ZERO);
        return new Trainer(settings.plan().withBudget(budget), Clock.systemUTC(), new EpochListener(listener))
                .train("bench", input, Weights.none(), run);
    }

    /** What a model was trained in. */
    static String precision(TrainedModel model) {
        return model.description().lineage().training().getOrDefault("precision", "");
    }

    private record EpochListener(Consumer<Epoch> listener) implements TrainingListener {
        @Override
        public void training(TrainingProgress progress) {}

        @Override
        public void judging(int images, int total) {}

        @Override
        public void epoch(Epoch epoch) {
            listener.accept(epoch);
        }
    }
}
