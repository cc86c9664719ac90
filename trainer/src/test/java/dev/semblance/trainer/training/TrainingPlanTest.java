package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.trainer.augmentation.AugmentationSpec;
import org.junit.jupiter.api.Test;

class TrainingPlanTest {
    private static final Budget BUDGET = Plans.epochs(1, 2);

    @Test
    void shouldSayWhichValueIsWrong() {
        assertRefused("not 1 x 8", () -> new BatchSpec(BatchSpec.Sampling.CLASS_BALANCED, 1, 8));
        assertRefused("not 10 x 1", () -> new BatchSpec(BatchSpec.Sampling.CLASS_BALANCED, 10, 1));
        assertRefused("not 100000 x 100000", () -> new BatchSpec(BatchSpec.Sampling.CLASS_BALANCED, 100_000, 100_000));
        assertRefused("not 0, 0, 2, 4 and 1", () -> new JudgingSpec(0, 0, 2, 4, 1));
    }

    @Test
    void shouldRefuseALossWhoseDistanceTheIndexCannotFindBy() {
        assertRefused(
                "choose another distance",
                () -> Plans.plan(BUDGET, "circle(distance=manhattan)", Plans.optimizer(0.1)));
    }

    @Test
    void shouldRefuseViewsOfOneImageThatDoNotDiffer() {
        TrainingPlan plan = Plans.small(BUDGET);
        BatchSpec views = new BatchSpec(BatchSpec.Sampling.SINGLE_SHOT, 10, 2);

        assertRefused(
                "choose an augmentation",
                () -> new TrainingPlan(
                        plan.network(),
                        views,
                        AugmentationSpec.NONE,
                        plan.loss(),
                        plan.optimizer(),
                        plan.budget(),
                        plan.judging(),
                        1,
                        "cpu",
                        plan.precision()));
    }

    @Test
    void shouldTellPlansApartButNotWhatTheyAreComputedOn() {
        TrainingPlan plan = Plans.small(BUDGET);
        TrainingPlan elsewhere = new TrainingPlan(
                plan.network(),
                plan.batches(),
                plan.augmentation(),
                plan.loss(),
                plan.optimizer(),
                plan.budget(),
                plan.judging(),
                plan.seed(),
                "gpu:1",
                plan.precision());

        assertThat(elsewhere.fingerprint()).isEqualTo(plan.fingerprint());
        assertThat(Plans.in(PrecisionChoice.Wanted.AUTO, plan).fingerprint()).isNotEqualTo(plan.fingerprint());
        assertThat(Plans.plan(BUDGET, "circle", plan.optimizer()).fingerprint()).isNotEqualTo(plan.fingerprint());
        assertThat(Plans.small(Plans.epochs(2, 2)).fingerprint()).isNotEqualTo(plan.fingerprint());
    }

    /** The learning rate does not depend on the end then. */
    @Test
    void shouldLetARunWithAFixedRateGoOnForLonger() {
        OptimizerSpec fixed =
                new OptimizerSpec(OptimizerSpec.Kind.ADAM, 0.01, 0, new Schedule(Schedule.Shape.FIXED, 0, 0));
        TrainingPlan plan = Plans.plan(Plans.epochs(1, 2), "circle", fixed);

        assertThat(plan.withBudget(Plans.epochs(5, 2)).fingerprint()).isEqualTo(plan.fingerprint());
        assertThat(plan.withBudget(Plans.epochs(1, 3)).fingerprint()).isNotEqualTo(plan.fingerprint());
    }

    private static void assertRefused(String part, Runnable plan) {
        assertThatExceptionOfType(OperatorException.class).isThrownBy(plan::run).withMessageContaining(part);
    }
}
