package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.Device;
import dev.semblance.core.OperatorException;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.Precision;
import dev.semblance.core.model.Weights;
import dev.semblance.trainer.augmentation.AugmentationSpec;
import dev.semblance.trainer.sampling.Batch;
import dev.semblance.trainer.sampling.BatchLoader;
import dev.semblance.trainer.sampling.LoadPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearnerTest {
    private static final TrainingPlan PLAN = Plans.small(Plans.epochs(1, 30));

    /** There is no second device here: the CPU takes both shares. */
    @ParameterizedTest
    @EnumSource
    void shouldLearnFromBatchesThatDevicesShare(Precision precision) throws InterruptedException {
        TrainingInput input = Shipped.input(500);
        List<Float> losses = new ArrayList<>();
        try (Learner learner = Learner.begin(
                        PLAN,
                        input.spec(),
                        Weights.none(),
                        new Hardware(List.of(Device.cpu(), Device.cpu()), precision));
                BatchLoader batches = new BatchLoader(
                        PLAN.batches().sampler(input.training().pixels().labels(), 30, 1),
                        input.training().pixels(),
                        AugmentationSpec.NONE.augmentation(),
                        LoadPlan.of(1))) {
            for (int step = 0; step < 30; step++) {
                losses.add(learner.learn(batches.next(), 0.005));
            }
        }

        assertThat(mean(losses.subList(25, 30))).isLessThan(0.8 * mean(losses.subList(0, 5)));
    }

    /** The loss alone would not tell: no pair of such embeddings is mined, and no pair is a loss of 0. */
    @Test
    void shouldStopOnceTheNetworkGivesNoNumbers() throws InterruptedException {
        TrainingInput input = Shipped.input(500);
        try (Learner learner = Learner.begin(
                        PLAN, input.spec(), Weights.none(), new Hardware(List.of(Device.cpu()), Precision.FLOAT32));
                BatchLoader batches = new BatchLoader(
                        PLAN.batches().sampler(input.training().pixels().labels(), 2, 1),
                        input.training().pixels(),
                        AugmentationSpec.NONE.augmentation(),
                        LoadPlan.of(1))) {
            learner.learn(batches.next(), Double.POSITIVE_INFINITY);
            Batch next = batches.next();

            assertThatExceptionOfType(OperatorException.class)
                    .isThrownBy(() -> learner.learn(next, 0.005))
                    .withMessageStartingWith("training has failed: the loss is")
                    .withMessageContaining("lower the learning rate");
        }
    }

    @Test
    void shouldDealABatchOutInTurn() throws InterruptedException {
        TrainingInput input = Shipped.input(500);
        InputSpec spec = input.spec();
        try (BatchLoader batches = new BatchLoader(
                PLAN.batches().sampler(input.training().pixels().labels(), 1, 1),
                input.training().pixels(),
                AugmentationSpec.NONE.augmentation(),
                LoadPlan.of(1))) {
            Batch batch = batches.next();

            List<Share> shares = Share.of(batch, spec, 3);

            assertThat(shares).extracting(share -> share.classes().length).containsExactly(14, 13, 13);
            for (int position = 0; position < batch.size(); position++) {
                Share share = shares.get(position % 3);
                int place = position / 3;
                assertThat(share.classes()[place]).isEqualTo(batch.labels()[position]);
                assertThat(image(share.values(), place, spec)).isEqualTo(image(batch.images(), position, spec));
            }
        }
    }

    private static float[] image(float[] values, int position, InputSpec spec) {
        return Arrays.copyOfRange(values, position * spec.length(), (position + 1) * spec.length());
    }

    private static double mean(List<Float> values) {
        return values.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    }
}
