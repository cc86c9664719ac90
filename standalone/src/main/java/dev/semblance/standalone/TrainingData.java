package dev.semblance.standalone;

import dev.semblance.standalone.config.TrainDataSettings;
import dev.semblance.standalone.console.Console;
import dev.semblance.trainer.data.ClassHoldOut;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.Datasets;
import dev.semblance.trainer.data.LoadListener;
import dev.semblance.trainer.data.Splits;
import dev.semblance.trainer.training.TrainingSets;
import java.nio.file.Path;

/** Data sets by name, split the same way for every command. */
public final class TrainingData {
    private TrainingData() {}

    /** Loads a data set and splits it; what is fetched or skipped is told on the console. */
    public static Splits split(TrainDataSettings data, Console console) {
        return split(data, console, () -> {});
    }

    /**
     * Loads a data set and splits it.
     *
     * @param heartbeat called every few seconds; what it throws ends the loading
     */
    public static Splits split(TrainDataSettings data, Console console, Runnable heartbeat) {
        try (ConsoleLoadListener listener = new ConsoleLoadListener(console, heartbeat)) {
            Datasets datasets = datasets(listener);
            return switch (data.split()) {
                case RANDOM -> Splits.of(datasets.load(data.name(), data.maxImages()), data.seed());
                case OFFICIAL -> Splits.official(datasets.official(data.name()), data.sizes(), data.seed());
            };
        }
    }

    /** Loads a data set for training: some classes may be held out. */
    public static TrainingSets sets(TrainDataSettings data, Console console, Runnable heartbeat) {
        if (data.unseenClasses().isEmpty()) {
            return TrainingSets.of(split(data, console, heartbeat));
        }
        try (ConsoleLoadListener listener = new ConsoleLoadListener(console, heartbeat)) {
            Datasets datasets = datasets(listener);
            return TrainingSets.of(
                    switch (data.split()) {
                        case RANDOM ->
                            ClassHoldOut.random(
                                    datasets.load(data.name(), data.maxImages()), data.unseenClasses(), data.seed());
                        case OFFICIAL ->
                            ClassHoldOut.official(
                                    datasets.official(data.name()), data.unseenClasses(), data.sizes(), data.seed());
                    });
        }
    }

    /** All data sets that can be had on this machine. */
    static Datasets datasets(LoadListener listener) {
        return new Datasets(
                shipped("data/fashion-mnist"),
                Datasets.cifarCache(System.getenv(), Path.of(System.getProperty("user.home"))),
                listener);
    }

    /** A file or folder that comes with Semblance; the launcher says where that is. */
    private static Path shipped(String name) {
        return Path.of(System.getProperty("semblance.home", ".")).resolve(name);
    }

    static Dataset part(TrainDataSettings data, String part, Console console) {
        Splits splits = split(data, console);
        return switch (part) {
            case "training" -> splits.training();
            case "stream" -> splits.stream();
            case "calibration" -> splits.calibration();
            case "test" -> splits.test();
            default -> throw new IllegalArgumentException("no part of a data set: " + part);
        };
    }
}
