package dev.semblance.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.OperatorException;
import dev.semblance.trainer.augmentation.Augmentation;
import dev.semblance.trainer.augmentation.AugmentationSpec;
import dev.semblance.trainer.augmentation.Compose;
import dev.semblance.trainer.augmentation.Solarize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BatchLoaderTest {
    private static final long SEED = Long.getLong("test.seed", 20_260_101);
    private static final LoadPlan PLAN = LoadPlan.of(SEED);
    private static final Augmentation RANDOM =
            AugmentationSpec.parse("flip,jitter(p=1),cutout(p=0.5,share=1)").augmentation();

    @Test
    void shouldNormaliseWhatTheSamplerDraws() throws InterruptedException {
        try (BatchLoader loader = loader(NumberedImages.of(10), Compose.NOTHING, PLAN)) {
            loader.next();
            Batch second = loader.next();

            // (sample / 255 - 0.2) / 0.5 for samples 10, 60, 15 and 65.
            float[] expected = {-0.321569f, 0.070588f, -0.282353f, 0.109804f};
            assertThat(second.images()).containsExactly(expected, within(1e-5f));
            assertThat(second.labels()).containsExactly(1, 1);
            assertThat(second.number()).isEqualTo(1);
            assertThat(second.size()).isEqualTo(2);
        }
    }

    @Test
    void shouldAugmentBeforeItNormalises() throws InterruptedException {
        try (BatchLoader loader = loader(NumberedImages.of(10), new Solarize(0), PLAN)) {
            // Samples 0, 50, 5 and 55 inverted: 255, 205, 250 and 200.
            float[] expected = {1.6f, 1.207843f, 1.560784f, 1.168627f};
            assertThat(loader.next().images()).containsExactly(expected, within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void shouldGiveTheSameBatchesWithAnyNumberOfThreads(int threads) throws InterruptedException {
        List<List<Float>> expected = batches(PLAN.withAhead(1), 40);

        assertThat(batches(PLAN.withThreads(threads).withAhead(5), 40))
                .as("seed %d", SEED)
                .isEqualTo(expected);
    }

    @Test
    void shouldGoOnWhereARunStopped() throws InterruptedException {
        List<List<Float>> whole = batches(PLAN, 30);

        assertThat(batches(PLAN.startingAt(13).withThreads(2), 17))
                .as("seed %d", SEED)
                .isEqualTo(whole.subList(13, 30));
    }

    @Test
    void shouldAugmentAnewEachTime() throws InterruptedException {
        List<List<Float>> batches = batches(PLAN, 30);

        // The same two images come every fifth batch.
        assertThat(batches.get(0)).as("seed %d", SEED).isNotEqualTo(batches.get(5));
        assertThat(batches(LoadPlan.of(SEED + 1), 30)).as("seed %d", SEED).isNotEqualTo(batches);
    }

    @Test
    void shouldNumberBatchesFromWhereItStarts() throws InterruptedException {
        try (BatchLoader loader =
                loader(NumberedImages.of(10), RANDOM, PLAN.startingAt(7).withThreads(3))) {
            for (long number = 7; number < 50; number++) {
                assertThat(loader.next().number()).isEqualTo(number);
            }
        }
    }

    @Test
    void shouldLoadAheadButNoFurtherThanAllowed() throws InterruptedException {
        CountDownLatch threeBatches = new CountDownLatch(6);
        NumberedImages source = new NumberedImages(100, position -> threeBatches.countDown());
        try (BatchLoader loader =
                loader(source, Compose.NOTHING, PLAN.withAhead(3).withThreads(2))) {
            assertThat(threeBatches.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(source.reads()).isLessThanOrEqualTo(6);
            loader.next();
        }

        assertThat(source.reads()).isLessThanOrEqualTo(8);
    }

    @Test
    void shouldHandOverFaultsAsTheyWere() throws InterruptedException {
        OperatorException fault = new OperatorException("cannot read image 5; put it back");
        NumberedImages source = failing(fault);
        try (BatchLoader loader = loader(source, Compose.NOTHING, PLAN.withThreads(2))) {
            assertThat(loader.next().labels()).containsExactly(0, 0);
            assertThat(loader.next().labels()).containsExactly(1, 1);
            assertThatThrownBy(loader::next).isSameAs(fault);
            assertThatThrownBy(loader::next).isSameAs(fault);
        }
    }

    @Test
    void shouldHandOverErrors() {
        Augmentation broken = (image, random) -> {
            throw new OutOfMemoryError("of a test");
        };
        try (BatchLoader loader = loader(NumberedImages.of(10), broken, PLAN)) {
            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(loader::next)
                    .withMessage("of a test");
        }
    }

    private static NumberedImages failing(OperatorException fault) {
        return new NumberedImages(10, position -> {
            if (position == 5) {
                throw fault;
            }
        });
    }

    @Test
    void shouldEndItsThreadsWhenClosed() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        NumberedImages source = new NumberedImages(10, position -> threads.add(Thread.currentThread()));
        BatchLoader loader = loader(source, Compose.NOTHING, PLAN.withThreads(3));
        loader.next();
        loader.close();
        loader.close();

        int reads = source.reads();
        assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread()).allMatch(Thread::isDaemon);
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        }
        assertThat(source.reads()).isEqualTo(reads);
        assertThatIllegalStateException().isThrownBy(loader::next).withMessageContaining("closed");
    }

    @Test
    void shouldCloseWhileAnImageIsBeingRead() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch readOn = new CountDownLatch(1);
        NumberedImages source = new NumberedImages(10, blocking(reading, readOn));
        BatchLoader loader = loader(source, Compose.NOTHING, PLAN);
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Batch> waiting = others.submit(loader::next);
            reading.await();
            Future<?> closing = others.submit(loader::close);

            // The one who waits is let go although the image is still under way.
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
                    .withCauseInstanceOf(IllegalStateException.class);
            readOn.countDown();
            closing.get(30, TimeUnit.SECONDS);
        }

        assertThat(source.reads()).isEqualTo(1);
    }

    private static IntConsumer blocking(CountDownLatch reading, CountDownLatch readOn) {
        return position -> {
            reading.countDown();
            try {
                readOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError("reads must not be interrupted", e);
            }
        };
    }

    @Test
    void shouldRefusePlansThatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> PLAN.withThreads(0));
        assertThatIllegalArgumentException().isThrownBy(() -> PLAN.withAhead(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAN.withAhead(65))
                .withMessageContaining("65");
        assertThatIllegalArgumentException().isThrownBy(() -> PLAN.startingAt(-1));
    }

    @Test
    void shouldRefuseBatchesThatNoArrayHolds() {
        NumberedImages source = NumberedImages.of(10);
        Sampler views = new SingleShotSampler(ExamplePool.of(source.labels()), 10, 110_000_000, SEED);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new BatchLoader(views, source, Compose.NOTHING, PLAN))
                .withMessageStartingWith("a batch of 1100000000 images of 2 x 1 is more than can be held");
    }

    private static List<List<Float>> batches(LoadPlan plan, int count) throws InterruptedException {
        List<List<Float>> batches = new ArrayList<>();
        try (BatchLoader loader = loader(NumberedImages.of(10), RANDOM, plan)) {
            for (int i = 0; i < count; i++) {
                List<Float> values = new ArrayList<>();
                for (float value : loader.next().images()) {
                    values.add(value);
                }
                batches.add(values);
            }
        }
        return batches;
    }

    private static BatchLoader loader(NumberedImages source, Augmentation augmentation, LoadPlan plan) {
        return new BatchLoader(new Counting(source.size()), source, augmentation, plan);
    }
}
