package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.core.model.Precision;
import dev.semblance.core.model.Weights;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final Sha256 PLAN = Sha256.of(new byte[] {1});
    private static final Sha256 DATA = Sha256.of(new byte[] {2});
    private static final Epoch FIRST =
            new Epoch(1, 10, 2.5, 0.01, 0.7, 0.8, 12.5, 640, Map.of("recall@1", 0.5, "unseen.recall@1", 0.25));
    private static final Epoch SECOND = new Epoch(2, 20, 5, 0.01, 0.6, Double.NaN, 12.5, 640, Map.of());

    @TempDir
    private Path folder;

    @Test
    void shouldGiveBackWhatWasSaved() {
        RunFolder run = RunFolder.create(folder, "run", "train.seed = 1\n");
        Checkpoint.Best best =
                new Checkpoint.Best(1, 0.5, Weights.ofModule(new byte[] {9}).withParameters(new byte[] {8}));
        run.save(checkpoint(Optional.of(best)));

        Checkpoint found = RunFolder.open(folder.resolve("run")).checkpoint().orElseThrow();

        assertThat(found.plan()).isEqualTo(PLAN);
        assertThat(found.data()).isEqualTo(DATA);
        assertThat(found.precision()).isEqualTo(Precision.BFLOAT16);
        assertThat(found.position()).isEqualTo(new Checkpoint.Position(25, 6_000, 3.25, List.of(FIRST, SECOND)));
        assertThat(found.best()).contains(best);
        assertThat(found.weights()).isEqualTo(Weights.ofParameters(new byte[] {1, 2, 3}));
        assertThat(found.learner()).containsExactly(4, 5);
        assertThat(RunFolder.settings(folder.resolve("run"))).hasContent("train.seed = 1");
    }

    @Test
    void shouldPlotEveryEpochOnAPageOfItsOwn() throws IOException {
        RunFolder run = RunFolder.create(folder, "run", "");
        run.save(checkpoint(Optional.empty()));

        String page = Files.readString(folder.resolve("run/report.html"));

        assertThat(page)
                .contains("Loss over epochs", "that are learned over epochs", "that are not learned over epochs");
        assertThat(page).contains("<td>0.7000</td>", "<th>unseen.recall@1</th>", "<td>0.2500</td>");
        assertThat(page).doesNotContain("http:", "https:"); // needs nothing else
        assertThat(Files.readString(folder.resolve("run/curves.json"))).contains("\"validationLoss\" : 0.8");
    }

    /** Runs of the same model may begin in the same second. */
    @Test
    void shouldGiveEachRunAFolderOfItsOwn() {
        Path runs = folder.resolve("new/runs");

        assertThat(List.of(
                        RunFolder.create(runs, "m-1", "train.seed = 1"),
                        RunFolder.create(runs, "m-1", "train.seed = 2"),
                        RunFolder.create(runs, "m-1", "train.seed = 3")))
                .extracting(RunFolder::path)
                .containsExactly(runs.resolve("m-1"), runs.resolve("m-1-2"), runs.resolve("m-1-3"));
        assertThat(RunFolder.settings(runs.resolve("m-1"))).hasContent("train.seed = 1");
        assertThat(RunFolder.settings(runs.resolve("m-1-3"))).hasContent("train.seed = 3");
    }

    @Test
    void shouldSayWhereNoFolderCanBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("runs"), "");

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> RunFolder.create(file, "m-1", ""))
                .withMessageStartingWith("cannot make a folder for the run in " + file);
    }

    @Test
    void shouldSayWhatIsWrongWithAFolderToGoOnFrom() throws IOException {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> RunFolder.open(folder))
                .withMessageContaining("holds no checkpoint");
        RunFolder run = RunFolder.create(folder, "run", "");
        run.save(checkpoint(Optional.empty()));
        Path file = folder.resolve("run/checkpoint.bin");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 3, 8, 50, 64, 71, 72, 100, whole.length - 1}) {
            assertRefused(run, file, Arrays.copyOf(whole, length), "the checkpoint is damaged; start a new run");
        }
        for (int position = 0; position < whole.length; position++) {
            byte[] altered = whole.clone();
            altered[position] ^= 1;
            boolean isHead = position < 8;
            assertRefused(run, file, altered, isHead ? "one of another release" : "the checkpoint is damaged");
        }
    }

    private static void assertRefused(RunFolder run, Path file, byte[] checkpoint, String why) throws IOException {
        Files.write(file, checkpoint);
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(run::checkpoint)
                .withMessageStartingWith("cannot go on from " + file)
                .withMessageContaining(why);
    }

    private static Checkpoint checkpoint(Optional<Checkpoint.Best> best) {
        return new Checkpoint(
                PLAN,
                DATA,
                Precision.BFLOAT16,
                new Checkpoint.Position(25, 6_000, 3.25, List.of(FIRST, SECOND)),
                best,
                Weights.ofParameters(new byte[] {1, 2, 3}),
                new byte[] {4, 5});
    }
}
