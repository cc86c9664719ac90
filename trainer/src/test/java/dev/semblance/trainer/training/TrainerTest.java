package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Weights;
import dev.semblance.core.store.FolderStore;
import dev.semblance.trainer.data.LabelledImage;
import dev.semblance.trainer.data.Splits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One real, short run on shipped images. */
@TestInstance(Lifecycle.PER_CLASS)
class TrainerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final TrainingPlan PLAN = Plans.small(Plans.epochs(4, 100));

    private final List<Epoch> epochs = new ArrayList<>();
    private Path folder;
    private Splits splits;
    private TrainedModel trained;
    private ModelStore models;
    private PublishedModel published;

    @BeforeAll
    void train(@TempDir Path temporary) {
        folder = temporary;
        splits = Shipped.splits(2000);
        TrainingListener listener = new TrainingListener() {
            @Override
            public void training(TrainingProgress progress) {}

            @Override
            public void judging(int images, int total) {}

            @Override
            public void epoch(Epoch epoch) {
                epochs.add(epoch);
            }
        };
        trained = new Trainer(PLAN, CLOCK, listener)
                .train(
                        "clothes",
                        Shipped.prepare(TrainingSets.of(splits)),
                        Weights.none(),
                        RunFolder.create(folder, "run", ""));
        models = new ModelStore(new FolderStore(folder.resolve("models")), CLOCK);
        published = trained.publishTo(models);
    }

    @Test
    void shouldLearnFarMoreThanChance() {
        // Chance is 0.1.
        assertThat(trained.description().metrics().get("recall@1")).isGreaterThan(0.6);
        assertThat(trained.description().metrics().get("f1")).isGreaterThan(0.6);
        assertThat(epochs.getLast().loss()).isLessThan(epochs.getFirst().loss());
        // All embeddings at one point: ln(1 + 3 / e) / 2 + ln(1 + 36 e^20) / 40 = 0.37 + 0.59
        assertThat(epochs.getLast().validationLoss()).isLessThan(0.96);
    }

    @Test
    void shouldLookAtHeldOutImagesAfterEveryEpoch() {
        assertThat(epochs).allSatisfy(epoch -> {
            assertThat(epoch.metrics()).containsKeys("recall@1", "precision@10", "map@10", "f1", "coverage");
            assertThat(epoch.imagesPerSecond()).isPositive();
            assertThat(epoch.millisPerStep()).isPositive();
        });
        assertThat(epochs).extracting(Epoch::steps).containsExactly(100L, 200L, 300L, 400L);
    }

    @Test
    void shouldLeaveARecordOfTheRun() {
        assertThat(folder.resolve("run"))
                .isDirectoryContaining("glob:**/{run.json,curves.json,report.html,checkpoint.bin,result.json}");
        assertThat(folder.resolve("run/run.json"))
                .content()
                .contains(splits.training().fingerprint().hex(), "multi-similarity", "\"seed\" : \"42\"");
    }

    @Test
    void shouldDescribeWhatItMade() {
        assertThat(published.version().key()).matches("clothes/20260102T030405Z-[0-9a-f]{8}");
        assertThat(published.description().classes()).hasSize(10).startsWith("T-shirt/top");
        InputSpec input = published.description().input();
        assertThat(List.of(input.width(), input.height(), input.channels())).containsExactly(28, 28, 1);
        assertThat(published.description().lineage().data()).isEqualTo("fashion-mnist");
        assertThat(published.description().lineage().dataFingerprint())
                .isEqualTo(splits.training().fingerprint().hex());
        assertThat(published.description().lineage().codeVersion()).isEqualTo("development");
        assertThat(published.description().lineage().training())
                .containsEntry("batches", PLAN.batches().toString());
    }

    @Test
    void shouldEmbedAlikeBeforeAndAfterPublishing() throws IOException {
        List<Pixels> images = images(32);
        try (Embedder before = embedder();
                Embedder after = Embedder.load(published, models, Device.cpu())) {
            assertAlike(before.embed(images), after.embed(images));
        }
    }

    @Test
    void shouldEmbedAlikeWhateverTheBatch() {
        List<Pixels> images = images(32);
        try (Embedder embedder = embedder()) {
            assertAlike(
                    embedder.embed(images), images.stream().map(embedder::embed).toList());
        }
    }

    private static void assertAlike(List<Embedding> some, List<Embedding> others) {
        assertThat(some).hasSameSizeAs(others);
        for (int i = 0; i < some.size(); i++) {
            float[] a = some.get(i).toArray();
            float[] b = others.get(i).toArray();
            for (int j = 0; j < a.length; j++) {
                assertThat(Math.abs(a[j] - b[j])).isLessThan(1e-6f);
            }
        }
    }

    private Embedder embedder() {
        return Embedder.load(
                trained.description().network(), trained.description().input(), trained.weights(), Device.cpu());
    }

    private List<Pixels> images(int count) {
        return splits.test().images().stream()
                .limit(count)
                .map(LabelledImage::pixels)
                .toList();
    }
}
