package dev.semblance.standalone;

import dev.semblance.standalone.config.TrainSettings;
import dev.semblance.standalone.console.Console;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.Datasets;
import dev.semblance.trainer.data.LoadListener;
import dev.semblance.trainer.data.Splits;
import java.nio.file.Path;

/** Data sets by name, split the same way for every command. */
public final class TrainingData {
    private TrainingData() {}

    /** Loads a data set and splits it; what is fetched or skipped is told on the console. */
    public static Splits split(String data, TrainSettings train, Console console) {
        return split(data, train, console, () -> {});
    }

    /**
     * Loads a data set and splits it.
     *
     * @param heartbeat called every few seconds; what it throws ends the loading
     */
    public static Splits split(String data, TrainSettings train, Console console, Runnable heartbeat) {
        LoadListener listener = new LoadListener() {
            @Override
            public void step(String what) {
                heartbeat.run();
                console.line("%s", what);
            }

            @Override
            public void skipped(Path file, String reason) {
                heartbeat.run();
                console.line("left out %s: %s", file, reason);
            }
        };
        Datasets datasets = new Datasets(
                shipped("data/fashion-mnist"),
                Datasets.cifarCache(System.getenv(), Path.of(System.getProperty("user.home"))),
                listener);
        return Splits.of(datasets.load(data, train.maxImages()), train.seed());
    }

    /** A file or folder that comes with Semblance; the launcher says where that is. */
    private static Path shipped(String name) {
        return Path.of(System.getProperty("semblance.home", ".")).resolve(name);
    }

    static Dataset part(String data, String part, TrainSettings train, Console console) {
        Splits splits = split(data, train, console);
        return switch (part) {
            case "training" -> splits.training();
            case "stream" -> splits.stream();
            case "calibration" -> splits.calibration();
            case "test" -> splits.test();
            default -> throw new IllegalArgumentException("no part of a data set: " + part);
        };
    }
}
