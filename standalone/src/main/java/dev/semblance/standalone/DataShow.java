package dev.semblance.standalone;

import dev.semblance.standalone.console.Console;
import dev.semblance.trainer.data.DataReport;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LoadedDataset;
import dev.semblance.trainer.sheet.ContactSheet;
import dev.semblance.trainer.sheet.DataSheets;
import java.nio.file.Path;

/** Tells what a data set is and draws some of it. */
final class DataShow {
    private final Console console;
    private final Path out;
    private final long seed;

    DataShow(Console console, Path out, long seed) {
        this.console = console;
        this.out = out;
        this.seed = seed;
    }

    void run(String data) {
        LoadedDataset loaded;
        try (ConsoleLoadListener listener = new ConsoleLoadListener(console, () -> {})) {
            loaded = TrainingData.datasets(listener).open(data, Integer.MAX_VALUE);
        }
        DataReport.of(loaded).lines().forEach(line -> console.line("%s", line));
        Dataset dataset = loaded.dataset();
        DataSheets sheets = new DataSheets(dataset, seed);
        // A name may be one of a folder: nothing in it shall lead elsewhere.
        String name = dataset.name().replaceAll("[^A-Za-z0-9._-]", "_");
        write(sheets.grid(), name + "-images.png", "25 images");
        write(sheets.balanced(), name + "-batch.png", "a class-balanced batch");
    }

    private void write(ContactSheet sheet, String name, String what) {
        Path file = out.resolve(name);
        sheet.write(file);
        console.line("%s: %s", what, file);
    }
}
