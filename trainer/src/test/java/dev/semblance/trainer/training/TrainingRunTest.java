package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.OperatorException;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.Precision;
import dev.semblance.core.model.Weights;
import dev.semblance.core.store.Sha256;
import dev.semblance.trainer.training.OptimizerSpec.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs of a few steps. */
class TrainingRunTest {
    private static TrainingInput input;

    @TempDir
    private Path folder;

    @BeforeAll
    static void read() {
        input = Shipped.input(500);
    }

    /** With a memory, the loss has a state of its own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multi-similarity | 9 | FLOAT32",
                "multi-similarity | 12 | FLOAT32",
                "multi-similarity | 9 | BFLOAT16",
                "triplet(memory=120, memory-warm-up=3) | 9 | FLOAT32"
            })
    void shouldEndAlikeWhetherInterruptedOrNot(String loss, long interruptedAfter, PrecisionChoice.Wanted precision) {
        TrainingPlan plan = Plans.in(precision, Plans.plan(Plans.epochs(3, 6), loss, Plans.optimizer(0.005)));
        RunFolder whole = create("whole");
        RunFolder broken = create("broken");
        TrainedModel expected = train(plan, whole, TrainingListener.SILENT);

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> train(plan, broken, new Interruption(interruptedAfter)));
        TrainedModel resumed = train(plan, broken, TrainingListener.SILENT);

        assertThat(resumed.weights()).isEqualTo(expected.weights());
        assertThat(resumed.description().lineage().training())
                .containsEntry("precision", precision.name().toLowerCase(Locale.ROOT));
        List<Epoch> curve = broken.checkpoint().orElseThrow().position().epochs();
        List<Epoch> expectedCurve = whole.checkpoint().orElseThrow().position().epochs();
        assertThat(curve)
                .extracting(Epoch::loss)
                .isEqualTo(expectedCurve.stream().map(Epoch::loss).toList());
        assertThat(curve)
                .extracting(Epoch::metrics)
                .isEqualTo(expectedCurve.stream().map(Epoch::metrics).toList());
        assertThat(curve)
                .extracting(Epoch::validationLoss)
                .isEqualTo(expectedCurve.stream().map(Epoch::validationLoss).toList());
    }

    @Test
    void shouldRepeatWithTheSeedAndDifferWithAnother() {
        TrainingPlan plan = Plans.small(Plans.epochs(1, 5));
        TrainingPlan other = new TrainingPlan(
                plan.network(),
                plan.batches(),
                plan.augmentation(),
                plan.loss(),
                plan.optimizer(),
                plan.budget(),
                plan.judging(),
                43,
                plan.device(),
                plan.precision());

        Weights first = train(plan, create("a"), TrainingListener.SILENT).weights();

        assertThat(train(plan, create("b"), TrainingListener.SILENT).weights()).isEqualTo(first);
        assertThat(train(other, create("c"), TrainingListener.SILENT).weights()).isNotEqualTo(first);
    }

    /** Each thread has a switch of its own for recording gradients, and it is on in new ones. */
    @Test
    void shouldLearnAlikeInAnyThread() throws Exception {
        TrainingPlan plan = Plans.small(Plans.epochs(1, 5));
        AtomicReference<Weights> elsewhere = new AtomicReference<>(Weights.none());
        Thread thread = new Thread(() -> elsewhere.set(
                train(plan, create("elsewhere"), TrainingListener.SILENT).weights()));

        thread.start();
        thread.join();

        assertThat(elsewhere.get())
                .isEqualTo(train(plan, create("here"), TrainingListener.SILENT).weights());
    }

    @Test
    void shouldJudgeClassesThatItNeverSawOnTheirOwn() {
        TrainingInput some = Shipped.inputWithout(1000, List.of("Bag", "Sandal", "Coat", "Dress"));
        TrainedModel trained = new Trainer(Plans.small(Plans.epochs(2, 40)), Clock.systemUTC(), TrainingListener.SILENT)
                .train("clothes", some, Weights.none(), create("unseen"));

        assertThat(trained.description().classes()).hasSize(6).doesNotContain("Bag");
        // Chance is 1 of 4.
        assertThat(trained.description().metrics().get("unseen.recall@1")).isBetween(0.5, 1.0);
        assertThat(trained.description().metrics()).containsKeys("recall@1", "unseen.map@10", "unseen.f1");
    }

    @Test
    void shouldStopEarlyAndKeepTheBestEpoch() {
        RunFolder run = create("early");

        train(judged(idle(50), 1, 3), run, TrainingListener.SILENT);

        Checkpoint end = run.checkpoint().orElseThrow();
        List<Double> recalls = recalls(end);
        double most = Collections.max(recalls);
        assertThat(recalls).hasSizeLessThan(50).hasSize(recalls.indexOf(most) + 1 + 3);
        assertThat(end.best().orElseThrow().recall()).isEqualTo(most);
        assertThat(end.best().orElseThrow().epoch()).isEqualTo(recalls.lastIndexOf(most) + 1);
    }

    @Test
    void shouldStopEarlyWhereNothingIsLeftToGain() {
        RunFolder run = create("perfect");
        TrainingInput plain = Shipped.prepare(Blank.darkAndLight());

        new Trainer(judged(idle(50), 1, 3), Clock.systemUTC(), TrainingListener.SILENT)
                .train("plain", plain, Weights.none(), run);

        Checkpoint end = run.checkpoint().orElseThrow();
        assertThat(recalls(end)).containsExactly(1.0, 1.0, 1.0, 1.0);
        assertThat(end.best().orElseThrow().epoch()).isEqualTo(4);
    }

    @Test
    void shouldNotLosePatienceWithEpochsThatItHasNotLookedAt() {
        RunFolder run = create("seldom");
        TrainingInput plain = Shipped.prepare(Blank.darkAndLight());

        new Trainer(judged(idle(50), 5, 3), Clock.systemUTC(), TrainingListener.SILENT)
                .train("plain", plain, Weights.none(), run);

        // The first look is after epoch 5, the next one, no better, after epoch 10.
        assertThat(run.checkpoint().orElseThrow().position().epochs()).hasSize(10);
    }

    @Test
    void shouldEndAlikeWhenInterruptedWhileItLooks() {
        TrainingPlan plan = Plans.small(Plans.epochs(2, 3));
        RunFolder broken = create("broken look");
        Weights expected = train(plan, create("whole"), TrainingListener.SILENT).weights();

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> train(plan, broken, new Listener() {
                    @Override
                    public void judging(int images, int total) {
                        if (images > 0) {
                            throw new CancellationException("stopped");
                        }
                    }
                }));

        assertThat(broken.checkpoint().orElseThrow().position().epochs()).isEmpty();
        assertThat(train(plan, broken, TrainingListener.SILENT).weights()).isEqualTo(expected);
        // The first epoch had no step after the interruption; its speed is that of the steps before.
        assertThat(broken.checkpoint().orElseThrow().position().epochs())
                .hasSize(2)
                .allSatisfy(epoch -> {
                    assertThat(epoch.millisPerStep()).isPositive();
                    assertThat(epoch.imagesPerSecond()).isCloseTo(40 / epoch.millisPerStep() * 1000, within(1e-6));
                });
    }

    /** As if it had begun on a machine that finds the other precision. */
    @Test
    void shouldGoOnInThePrecisionThatItBeganIn() {
        TrainingPlan plan = Plans.in(PrecisionChoice.Wanted.AUTO, Plans.small(Plans.epochs(1, 4)));
        RunFolder run = create("moved");
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> train(plan, run, new Interruption(2)));
        Checkpoint here = run.checkpoint().orElseThrow();
        Precision other = here.precision() == Precision.FLOAT32 ? Precision.BFLOAT16 : Precision.FLOAT32;
        run.save(new Checkpoint(
                here.plan(), here.data(), other, here.position(), here.best(), here.weights(), here.learner()));

        TrainedModel trained = train(plan, run, TrainingListener.SILENT);

        assertThat(trained.description().lineage().training()).containsEntry("precision", other.spelled());
        assertThat(run.checkpoint().orElseThrow().precision()).isEqualTo(other);
    }

    @Test
    void shouldSayWhatIsWrongWithABackbone() {
        byte[] file = {1, 2, 3};
        TrainingPlan plan =
                Plans.small(Plans.epochs(1, 1)).withNetwork(new NetworkSpec.TorchScriptBackbone(Sha256.of(file), 8));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new Trainer(plan, Clock.systemUTC(), TrainingListener.SILENT)
                        .train("clothes", input, Weights.ofModule(file), create("foreign")))
                .withMessageStartingWith("cannot train on the backbone: ");
    }

    @Test
    void shouldLookOnceWhenItGoesOnWithAnEndThatHasPassed() {
        TrainingPlan plan = judged(idle(8), 4, 0);
        RunFolder run = create("shorter");
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> train(plan, run, new Listener() {
                    @Override
                    public void epoch(Epoch epoch) {
                        throw new CancellationException("stopped");
                    }
                }));

        TrainedModel trained = train(plan.withBudget(Plans.epochs(1, 1)), run, TrainingListener.SILENT);

        assertThat(trained.description().metrics()).containsKey("recall@1");
    }

    /** With so small a rate nothing is learned. */
    private static TrainingPlan idle(int epochs) {
        return Plans.plan(
                Plans.epochs(epochs, 1),
                "multi-similarity",
                new OptimizerSpec(Kind.SGD, 1e-8, 0, new Schedule(Schedule.Shape.FIXED, 0, 0)));
    }

    private static TrainingPlan judged(TrainingPlan plan, int everyEpochs, int patience) {
        return new TrainingPlan(
                plan.network(),
                plan.batches(),
                plan.augmentation(),
                plan.loss(),
                plan.optimizer(),
                plan.budget(),
                plan.judging().withEveryEpochs(everyEpochs).withPatience(patience),
                plan.seed(),
                plan.device(),
                plan.precision());
    }

    private static List<Double> recalls(Checkpoint checkpoint) {
        return checkpoint.position().epochs().stream()
                .map(epoch -> epoch.metrics().get("recall@1"))
                .toList();
    }

    @Test
    void shouldMakeTheSameVersionAgainFromARunThatHasEnded() {
        TrainingPlan plan = Plans.small(Plans.epochs(1, 3));
        RunFolder run = create("ended");

        TrainedModel first = train(plan, run, TrainingListener.SILENT);
        TrainedModel again = train(plan, run, TrainingListener.SILENT);

        assertThat(again.description()).isEqualTo(first.description());
        assertThat(again.weights()).isEqualTo(first.weights());
    }

    @Test
    void shouldStopWhenTheNetworkCannotLearn() {
        TrainingPlan plan = Plans.small(Plans.epochs(1, 500));
        Trainer trainer = new Trainer(plan, Clock.systemUTC(), TrainingListener.SILENT);
        TrainingInput blank = Shipped.prepare(Blank.sets());

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> trainer.train("blank", blank, Weights.none(), create("blank")))
                .withMessageContaining("all embeddings have become the same");
    }

    @Test
    void shouldStopWhenTheLossIsNoNumber() {
        TrainingPlan plan = Plans.plan(
                Plans.epochs(1, 500),
                "multi-similarity",
                new OptimizerSpec(Kind.SGD, 10, 1, new Schedule(Schedule.Shape.FIXED, 0, 0)));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> train(plan, create("wild"), TrainingListener.SILENT))
                .withMessageContaining("training has failed");
    }

    @Test
    void shouldNotGoOnWithAnotherPlanOrOtherImages() throws IOException {
        TrainingPlan plan = Plans.small(Plans.epochs(1, 2));
        RunFolder run = create("first");
        train(plan, run, TrainingListener.SILENT);
        String description = Files.readString(folder.resolve("first/run.json"));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> train(Plans.small(Plans.epochs(1, 3)), run, TrainingListener.SILENT))
                .withMessageContaining("other settings");
        TrainingInput others = Shipped.input(300);
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new Trainer(plan, Clock.systemUTC(), TrainingListener.SILENT)
                        .train("clothes", others, Weights.none(), run))
                .withMessageContaining("other images");
        assertThat(folder.resolve("first/run.json")).hasContent(description);
    }

    private RunFolder create(String name) {
        return RunFolder.create(folder, name, "");
    }

    private static TrainedModel train(TrainingPlan plan, RunFolder run, TrainingListener listener) {
        return new Trainer(plan, Clock.systemUTC(), listener).train("clothes", input, Weights.none(), run);
    }

    /** Breaks a run off after a given step. */
    private static final class Interruption extends Listener {
        private final long after;

        Interruption(long after) {
            this.after = after;
        }

        @Override
        public void step(long steps) {
            if (steps == after) {
                throw new CancellationException("stopped");
            }
        }
    }

    /** Does nothing but what is overridden. */
    private static class Listener implements TrainingListener {
        @Override
        public void training(TrainingProgress progress) {}

        @Override
        public void judging(int images, int total) {}

        @Override
        public void epoch(Epoch epoch) {}
    }
}
