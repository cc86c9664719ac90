package dev.semblance.standalone.config;

import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.trainer.augmentation.AugmentationSpec;
import dev.semblance.trainer.loss.LossSpec;
import dev.semblance.trainer.training.BatchSpec;
import dev.semblance.trainer.training.Budget;
import dev.semblance.trainer.training.JudgingSpec;
import dev.semblance.trainer.training.OptimizerSpec;
import dev.semblance.trainer.training.PrecisionChoice;
import dev.semblance.trainer.training.Schedule;
import dev.semblance.trainer.training.TrainingPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One training run.
 *
 * @param model name that the new version is published under
 * @param data what is learned from
 * @param plan how
 * @param backbone file of a TorchScript module that takes the place of the plan's network
 * @param runs folder in which each run has a folder of its own
 * @param resume folder of an earlier run to go on with
 */
public record TrainSettings(
        String model,
        TrainDataSettings data,
        TrainingPlan plan,
        Optional<Path> backbone,
        Path runs,
        Optional<Path> resume) {
    static TrainSettings from(SettingReader reader) {
        return new TrainSettings(
                reader.modelName("train.model"),
                TrainDataSettings.from(reader),
                plan(reader),
                optionalPath(reader, "train.backbone"),
                reader.path("train.runs"),
                optionalPath(reader, "train.resume"));
    }

    private static Optional<Path> optionalPath(SettingReader reader, String key) {
        return Optional.of(reader.textOrEmpty(key))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    private static TrainingPlan plan(SettingReader reader) {
        NetworkArchitecture architecture = reader.choice("train.network", NetworkArchitecture.class);
        return new TrainingPlan(
                NetworkSpec.of(architecture, reader.whole("train.dimension", 2, NetworkSpec.MAX_DIMENSION)),
                new BatchSpec(
                        reader.choice("train.sampling", BatchSpec.Sampling.class),
                        reader.whole("train.classes-per-batch", 2, 4_096),
                        reader.whole("train.examples-per-class", 2, 4_096)),
                AugmentationSpec.parse(reader.text("train.augmentation")),
                new LossSpec(reader.text("train.loss")),
                optimizer(reader),
                new Budget(
                        reader.whole("train.epochs", 0, 1_000_000),
                        reader.whole("train.steps-per-epoch", 1, 1_000_000),
                        Duration.ofSeconds(reader.whole("train.seconds", 0, 2_592_000))),
                JudgingSpec.DEFAULT
                        .withEveryEpochs(reader.whole("train.judge-every", 1, 1_000_000))
                        .withPatience(reader.whole("train.patience", 0, 1_000_000)),
                reader.wholeLong("train.seed", Long.MIN_VALUE, Long.MAX_VALUE),
                reader.devices("train.device"),
                reader.choice("train.precision", PrecisionChoice.Wanted.class));
    }

    private static OptimizerSpec optimizer(SettingReader reader) {
        return new OptimizerSpec(
                reader.choice("train.optimizer", OptimizerSpec.Kind.class),
                reader.number("train.learning-rate", 1e-8, 10),
                reader.number("train.weight-decay", 0, 1),
                new Schedule(
                        reader.choice("train.schedule", Schedule.Shape.class),
                        reader.number("train.warm-up", 0, 0.99),
                        reader.number("train.rate-floor", 0, 1)));
    }

    /** How settings write the constant of an enum: {@code warm-up-cosine}. */
    static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
