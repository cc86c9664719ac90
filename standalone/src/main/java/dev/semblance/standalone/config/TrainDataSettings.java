package dev.semblance.standalone.config;

import dev.semblance.trainer.data.InputChoice;
import dev.semblance.trainer.data.Normalisation;
import dev.semblance.trainer.data.PartSizes;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a training run learns from.
 *
 * @param name of a data set, or a folder with one folder of images per class
 * @param maxImages most images of the data that are used, of each class alike
 * @param split how the data are divided
 * @param sizes of the parts that an official split draws from the training images
 * @param unseenClasses classes that are not learned but judged on; empty: all are learned
 * @param input what the network takes
 * @param memoryBytes for images; what does not fit is read again and again
 */
public record TrainDataSettings(
        String name,
        int maxImages,
        Split split,
        PartSizes sizes,
        List<String> unseenClasses,
        InputChoice input,
        long memoryBytes) {
    /** Ways to divide a data set. */
    public enum Split {
        /** At random, in four disjoint parts. */
        RANDOM,
        /** As the authors of the data divided them. */
        OFFICIAL
    }

    public TrainDataSettings {
        unseenClasses = List.copyOf(unseenClasses);
    }

    /** The same of another data set. */
    public TrainDataSettings named(String other) {
        return new TrainDataSettings(other, maxImages, split, sizes, unseenClasses, input, memoryBytes);
    }

    /** Seed of the split. */
    public long seed() {
        return input.seed();
    }

    static TrainDataSettings from(SettingReader reader) {
        int side = reader.whole("train.side", 0, 1_024);
        return new TrainDataSettings(
                reader.text("train.data"),
                reader.whole("train.max-images", 100, 10_000_000),
                reader.choice("train.split", Split.class),
                new PartSizes(
                        reader.whole("train.index-images", 1, 10_000_000),
                        reader.whole("train.calibration-images", 1, 10_000_000)),
                Arrays.stream(reader.textOrEmpty("train.unseen-classes").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                new InputChoice(
                        side == 0 ? OptionalInt.empty() : OptionalInt.of(side),
                        reader.choice("train.normalisation", Normalisation.class),
                        reader.wholeLong("train.seed", Long.MIN_VALUE, Long.MAX_VALUE)),
                reader.bytes("train.memory", Long.MAX_VALUE));
    }
}
