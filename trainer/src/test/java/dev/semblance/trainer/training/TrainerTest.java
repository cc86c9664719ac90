package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.Device;
import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.store.CorruptObjectException;
import dev.semblance.core.store.FolderStore;
import dev.semblance.trainer.data.Datasets;
import dev.semblance.trainer.data.LabelledImage;
import dev.semblance.trainer.data.LoadListener;
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
    private static final TrainingPlan PLAN = TrainingPlan.DEFAULT.withSeconds(5);

    private final List<TrainingProgress> reports = new ArrayList<>();
    private Path folder;
    private Splits splits;
    private TrainedModel trained;
    private FolderStore objects;
    private ModelStore models;
    private PublishedModel published;

    @BeforeAll
    void train(@TempDir Path temporary) {
        folder = temporary;
        Datasets datasets = new Datasets(Path.of("../data/fashion-mnist"), folder, LoadListener.SILENT);
        splits = Splits.of(datasets.load("fashion-mnist", 2000), 1);
        TrainingListener listener = new TrainingListener() {
            @Override
            public void preparing(int images, int total) {}

            @Override
            public void training(TrainingProgress progress) {
                reports.add(progress);
            }

            @Override
            public void judging(int images, int total) {}
        };
        trained = new Trainer(PLAN, CLOCK, listener).train("clothes", splits);
        objects = new FolderStore(folder.resolve("models"));
        models = new ModelStore(objects, CLOCK);
        published = trained.publishTo(models);
    }

    @Test
    void shouldLearnFarMoreThanChance() {
        // Chance is 0.1.
        assertThat(trained.description().metrics().get("recall@1")).isGreaterThan(0.6);
        assertThat(reports.getLast().loss()).isLessThan(reports.getFirst().loss());
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
    }

    @Test
    void shouldEmbedAlikeBeforeAndAfterPublishing() throws IOException {
        List<Pixels> images = images(32);

        assertAlike(embed(trained.parameters(), images), embed(models.parameters(published), images));
    }

    @Test
    void shouldEmbedAlikeWhateverTheBatch() {
        List<Pixels> images = images(32);
        List<Embedding> one = new ArrayList<>();
        try (Embedder embedder = embedder(trained.parameters())) {
            images.forEach(image -> one.add(embedder.embed(image)));
        }

        assertAlike(embed(trained.parameters(), images), one);
    }

    @Test
    void shouldRefuseACorruptArtifact() throws IOException {
        ModelStore other = new ModelStore(new FolderStore(folder.resolve("other")), CLOCK);
        PublishedModel there = trained.publishTo(other);
        FolderStore store = new FolderStore(folder.resolve("other"));
        String key = store.list(there.version().key() + "/parameters-").getFirst();
        byte[] bytes = store.get(key);
        bytes[bytes.length / 2] ^= 1;
        store.put(key, bytes);

        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> other.parameters(there))
                .withMessageContaining(key);
    }

    @Test
    void shouldStopWhenTheNetworkCannotLearn() {
        TrainingPlan wild = new TrainingPlan(60, 1, 64, 10, 8, 1, "cpu");
        Trainer trainer = new Trainer(wild, CLOCK, TrainingListener.SILENT);
        Splits blank = Blank.splits();

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> trainer.train("blank", blank))
                .withMessageContaining("training has failed");
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

    private List<Embedding> embed(byte[] parameters, List<Pixels> images) {
        try (Embedder embedder = embedder(parameters)) {
            return embedder.embed(images);
        }
    }

    private Embedder embedder(byte[] parameters) {
        return Embedder.load(
                trained.description().network(), trained.description().input(), parameters, Device.cpu());
    }

    private List<Pixels> images(int count) {
        return splits.test().images().stream()
                .limit(count)
                .map(LabelledImage::pixels)
                .toList();
    }
}
