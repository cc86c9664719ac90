package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.FolderStore;
import dev.semblance.core.store.Sha256;
import dev.semblance.core.store.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexSweepTest {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final Retention RETENTION = new Retention(3, GRACE);
    private static final IndexSettings EAGER = new IndexSettings(16, 100, 500, 4_000, 2, 16_000);

    @TempDir
    private Path folder;

    private FolderStore store;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int images;

    @BeforeEach
    void open() {
        store = new FolderStore(folder.resolve("store"));
    }

    /** A commit of the one shard, and when it was made. */
    private record Made(ShardCommit commit, long checkpointId, Instant at) {}

    /**
     * Attempts come and go, checkpoints complete or are abandoned, commits are announced at once or late; after each
     * step a sweep.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldKeepWhatIsNeededAndInTheEndNothingElse(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        IndexSweep sweep = new IndexSweep(store, RETENTION, () -> now);
        List<Made> completed = new ArrayList<>();
        List<Made> announced = new ArrayList<>();
        for (int attempt = 0; attempt < 5; attempt++) {
            Path work = Files.createDirectories(folder.resolve("work-" + attempt));
            try (ShardPublisher publisher = new ShardPublisher(store, VERSION, 0, "attempt-" + attempt, () -> now)) {
                try (ShardWriter writer = open(publisher, last(completed), work)) {
                    long checkpoint =
                            completed.isEmpty() ? 0 : completed.getLast().checkpointId();
                    for (int step = random.nextInt(1, 8); step > 0; step--) {
                        now = now.plusSeconds(random.nextInt(4) == 0 ? random.nextInt(1_200) : 1);
                        Made made = make(writer, publisher, ++checkpoint);
                        if (step == 1 && random.nextBoolean()) {
                            break; // the checkpoint was abandoned
                        }
                        completed.add(made);
                        if (announced.isEmpty() || random.nextInt(3) > 0) {
                            announced.add(made);
                        }
                        List<Made> openable = replacedLately(announced);
                        sweep.carryOut(sweep.plan(
                                cut(announced.getLast()),
                                openable.stream().map(IndexSweepTest::cut).toList()));
                        assertOpens(completed.getLast());
                        assertOpens(announced.getLast());
                        openable.forEach(this::assertOpens);
                    }
                }
            }
        }

        date();
        now = now.plus(GRACE).plusSeconds(1);
        Made newest = completed.getLast();
        IndexSweep.Plan last = new IndexSweep(store, new Retention(1, GRACE), () -> now).plan(cut(newest), List.of());
        sweep.carryOut(last);
        assertOpens(newest);
        Set<String> needed = new HashSet<>();
        for (StoredObject object : store.list("")) {
            if (StoredNames.manifestCheckpoint(object.key()).orElse(-1) >= newest.checkpointId()) {
                needed.add(object.key()); // the newest, and any of that checkpoint that was abandoned
                ShardManifest.parse(store.get(object.key())).files().forEach(file -> needed.add(file.key()));
            }
        }
        List<String> keys = store.list("").stream().map(StoredObject::key).toList();
        assertThat(keys).containsExactlyInAnyOrderElementsOf(needed);
        assertThat(last.kept()).isEqualTo(keys.size());
    }

    /** Those whose successor is younger than the grace time. */
    private List<Made> replacedLately(List<Made> announced) {
        List<Made> lately = new ArrayList<>();
        for (int i = 0; i + 1 < announced.size(); i++) {
            if (announced.get(i + 1).at().isAfter(now.minus(GRACE))) {
                lately.add(announced.get(i));
            }
        }
        return lately;
    }

    @Test
    void shouldKeepAsManyCommitsAsItIsTold() throws IOException {
        List<Made> made = threeCommits();
        now = now.plus(Duration.ofDays(1));
        IndexSweep sweep = new IndexSweep(store, new Retention(2, GRACE), () -> now);

        sweep.carryOut(sweep.plan(cut(made.getLast()), List.of()));

        assertOpens(made.get(2));
        assertOpens(made.get(1));
        assertThat(store.list("").stream().map(StoredObject::key))
                .doesNotContain(made.getFirst().commit().manifest());
    }

    /** A job may have to go on from one of them: the announcement of a checkpoint can be lost. */
    @Test
    void shouldKeepAllThatCameAfterTheNewestAnnouncement() throws IOException {
        List<Made> made = threeCommits();
        now = now.plus(Duration.ofDays(1));
        IndexSweep sweep = new IndexSweep(store, new Retention(1, GRACE), () -> now);

        sweep.carryOut(sweep.plan(cut(made.getFirst()), List.of()));

        made.forEach(this::assertOpens);
    }

    @Test
    void shouldKeepACommitWhoseSuccessorIsYoung() throws IOException {
        List<Made> made = threeCommits();
        now = now.plus(Duration.ofDays(1));
        made.add(oneMore(made.getLast(), 4));
        now = now.plus(GRACE).minusSeconds(1);
        IndexSweep sweep = new IndexSweep(store, new Retention(1, GRACE), () -> now);

        sweep.carryOut(sweep.plan(cut(made.getLast()), List.of()));

        assertOpens(made.get(3));
        assertOpens(made.get(2));
        assertThat(store.list("").stream().map(StoredObject::key))
                .doesNotContain(made.get(1).commit().manifest());
    }

    private Made oneMore(Made last, long checkpoint) throws IOException {
        Path work = Files.createDirectories(folder.resolve("more"));
        try (ShardPublisher publisher = new ShardPublisher(store, VERSION, 0, "more", () -> now);
                ShardWriter writer = open(publisher, Optional.of(last.commit()), work)) {
            return make(writer, publisher, checkpoint);
        }
    }

    @Test
    void shouldRemoveNothingOfAShardThatWasNotAnnounced() throws IOException {
        Made made;
        try (ShardPublisher publisher = new ShardPublisher(store, VERSION, 0, "a", () -> now);
                ShardWriter writer = open(publisher, Optional.empty(), folder.resolve("work"))) {
            made = make(writer, publisher, 1);
        }
        now = now.plus(Duration.ofDays(9));
        IndexCommit ofNothing = new IndexCommit(VERSION, 1, 5, "a", now, List.of());

        IndexSweep.Plan plan = new IndexSweep(store, RETENTION, () -> now).plan(ofNothing, List.of());

        assertThat(plan.superfluous()).isEmpty();
        assertThat(plan.kept()).isPositive();
        assertOpens(made);
    }

    @Test
    void shouldRemoveNothingWhereAManifestThatStaysCannotBeRead() throws IOException {
        List<Made> made = threeCommits();
        Path manifest = folder.resolve("store").resolve(made.get(1).commit().manifest());
        Files.writeString(manifest, "{torn");
        now = now.plus(Duration.ofDays(1));

        assertThatThrownBy(() -> new IndexSweep(store, RETENTION, () -> now).plan(cut(made.getLast()), List.of()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldTakeWhatADeadProcessHasLeftHalfWritten() throws IOException {
        List<Made> made = threeCommits();
        Path shard = folder.resolve("store/fashion/1/shard-0");
        Path half = Files.writeString(shard.resolve(".tmp-0815"), "half");
        Path young = Files.writeString(shard.resolve(".tmp-0816"), "being written");
        Files.setLastModifiedTime(half, FileTime.from(now.minus(GRACE).minusSeconds(1)));
        Files.setLastModifiedTime(young, FileTime.from(now));

        IndexSweep.Plan plan = new IndexSweep(store, RETENTION, () -> now).plan(cut(made.getLast()), List.of());

        assertThat(plan.superfluous()).extracting(StoredObject::key).containsExactly("fashion/1/shard-0/.tmp-0815");
        assertThat(plan.bytes()).isEqualTo(4);
    }

    @Test
    void shouldRefuseAGraceInWhichAFileMayStillBeOnItsWay() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Retention(3, Duration.ofMinutes(3)))
                .withMessageContaining("PT3M");
        assertThatIllegalArgumentException().isThrownBy(() -> new Retention(0, GRACE));
    }

    private List<Made> threeCommits() throws IOException {
        List<Made> made = new ArrayList<>();
        try (ShardPublisher publisher = new ShardPublisher(store, VERSION, 0, "a", () -> now);
                ShardWriter writer = open(publisher, Optional.empty(), folder.resolve("work"))) {
            for (int checkpoint = 1; checkpoint <= 3; checkpoint++) {
                made.add(make(writer, publisher, checkpoint));
            }
        }
        return made;
    }

    private static Optional<ShardCommit> last(List<Made> completed) {
        return completed.isEmpty()
                ? Optional.empty()
                : Optional.of(completed.getLast().commit());
    }

    private static ShardWriter open(ShardPublisher publisher, Optional<ShardCommit> last, Path work)
            throws IOException {
        if (last.isEmpty()) {
            return ShardWriter.create(work, EAGER, publisher.segments());
        }
        publisher.restore(last.get().manifest(), last.get().sha256(), work, LocalFiles.NONE);
        return ShardWriter.resume(work, EAGER, publisher.segments());
    }

    private Made make(ShardWriter writer, ShardPublisher publisher, long checkpoint) throws IOException {
        for (int i = 0; i < 3; i++) {
            double angle = images++;
            Embedding embedding = Embedding.of((float) Math.cos(angle), (float) Math.sin(angle));
            writer.put(new IndexedImage("image-" + images % 20, embedding, Optional.empty(), Map.of()));
        }
        ShardCommit commit = publisher.publish(writer, new ShardPosition(checkpoint, images, Instant.EPOCH));
        date();
        return new Made(commit, checkpoint, now);
    }

    /** Gives what is new in the store the time of the test's clock. */
    private void date() throws IOException {
        for (StoredObject object : store.list("")) {
            Path file = folder.resolve("store").resolve(object.key());
            if (!object.key().contains(".tmp-") && object.modified().isAfter(now)) {
                Files.setLastModifiedTime(file, FileTime.from(now));
            }
        }
    }

    private void assertOpens(Made made) {
        try {
            ShardCommit commit = made.commit();
            for (ShardManifest.StoredFile file : ShardManifest.read(store, commit.manifest(), commit.sha256())
                    .files()) {
                assertThat(Sha256.of(store.get(file.key())).hex()).isEqualTo(file.sha256());
            }
        } catch (IOException e) {
            throw new AssertionError("cannot open " + made, e);
        }
    }

    private static IndexCommit cut(Made made) {
        return new IndexCommit(VERSION, 1, made.checkpointId(), "a", made.at(), List.of(made.commit()));
    }
}
