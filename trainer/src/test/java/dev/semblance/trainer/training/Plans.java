package dev.semblance.trainer.training;

import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.trainer.augmentation.AugmentationSpec;
import dev.semblance.trainer.loss.LossSpec;
import java.time.Duration;

/** Small plans for tests. */
final class Plans {
    private Plans() {}

    /** The small network on batches of 10 classes of 4 images. */
    static TrainingPlan small(Budget budget) {
        return plan(budget, "multi-similarity", optimizer(0.005));
    }

    static TrainingPlan plan(Budget budget, String loss, OptimizerSpec optimizer) {
        return new TrainingPlan(
                NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 32),
                new BatchSpec(BatchSpec.Sampling.CLASS_BALANCED, 10, 4),
                AugmentationSpec.parse("shift"),
                new LossSpec(loss),
                optimizer,
                budget,
                new JudgingSpec(1, 0, 200, 100, 2),
                42,
                "cpu",
                PrecisionChoice.Wanted.FLOAT32);
    }

    static TrainingPlan in(PrecisionChoice.Wanted precision, TrainingPlan plan) {
        return new TrainingPlan(
                plan.network(),
                plan.batches(),
                plan.augmentation(),
                plan.loss(),
                plan.optimizer(),
                plan.budget(),
                plan.judging(),
                plan.seed(),
                plan.device(),
                precision);
    }

    static OptimizerSpec optimizer(double rate) {
        return new OptimizerSpec(
                OptimizerSpec.Kind.ADAM, rate, 0, new Schedule(Schedule.Shape.WARM_UP_COSINE, 0.1, 0.01));
    }

    static Budget epochs(int epochs, int steps) {
        return new Budget(epochs, steps, Duration.ZERO);
    }
}
