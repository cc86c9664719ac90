package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.verify.Difference.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One topic, and for each test a model with an index of its own: each difference is planted and has to be found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndexVerifierTest {
    private static final long NEXT_0 = 9;
    private static final long NEXT_1 = 2;
    /** Behind two records that follow all others of partition 0. */
    private static final long END_0 = 12;
    /** Behind a record that follows all others of partition 1. */
    private static final long END_1 = 6;

    private Path models;
    private KnownTopic topic;

    private String model;
    private PlantedIndex index;

    @BeforeAll
    void start(@TempDir Path folder) {
        models = folder.resolve("models");
        topic = KnownTopic.start(folder);
    }

    @AfterAll
    void stop() {
        topic.close();
    }

    @BeforeEach
    void publish(TestInfo test, @TempDir Path folder) {
        model = test.getTestMethod().orElseThrow().getName();
        index = new PlantedIndex(topic, topic.publish(model), folder);
    }

    @Test
    void shouldFindARightIndexEqualAndCountWhatTheTopicHolds() throws Exception {
        index.rightLetters();
        index.announce(1, 1, rightShard0());
        index.announce(1, 2, rightShard0(), rightShard1());

        Verification found = verify();

        assertThat(found.first()).isEmpty();
        assertThat(found.isEqual()).isTrue();
        assertThat(found.announcedCommits()).isEqualTo(2);
        assertThat(found.checkpointId()).isEqualTo(2);
        assertThat(found.shards())
                .extracting(
                        Verification.Shard::records,
                        Verification.Shard::images,
                        Verification.Shard::superseded,
                        Verification.Shard::deletes,
                        Verification.Shard::deadLetters,
                        Verification.Shard::documents,
                        Verification.Shard::uncheckable)
                .containsExactly(Tuple.tuple(6L, 1L, 2L, 1L, 2L, 1L, 0L), Tuple.tuple(2L, 1L, 0L, 0L, 1L, 1L, 0L));
    }

    @Test
    void shouldLetPassWhatCompactionMayHaveTakenFromTheTopic() throws Exception {
        index.rightLetters();
        IndexedImage replacedLater = PlantedIndex.image("h", topic.embed(80));
        index.announce(1, 1, rightShard0(), index.shard(1, NEXT_1, index.plain(), replacedLater));

        Verification found = verify();

        assertThat(found.first()).isEmpty();
        assertThat(found.shards().getLast().uncheckable()).isEqualTo(1);
    }

    @Test
    void shouldTakeATornRecordForADeleteOfWhatWasThereBefore() throws Exception {
        index.rightLetters();
        topic.append(0, "j", ImageRecord.of(PngEncoder.encode(KnownTopic.pixels(60)), Optional.empty()));
        topic.append(0, "j", ImageRecord.of(KnownTopic.torn(), Optional.empty()));
        index.announce(1, 1, index.shard(0, END_0, index.shoe()), rightShard1());

        assertThat(verify().differences())
                .as("nobody has told the dead letter, and nothing else is amiss")
                .containsExactly(Map.entry(Kind.DEAD_LETTER_LOST, 1L));
    }

    @Test
    void shouldTakeTheEmbeddingThatCameAlongForTheVersionThatIsVerified() throws Exception {
        index.rightLetters();
        Embedding given = topic.embed(10);
        topic.append(
                1,
                "i",
                new ImageRecord(
                        new byte[0],
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Optional.of(new ImageRecord.GivenEmbedding(new ModelVersion(model, "1"), given))));
        IndexedImage last = PlantedIndex.image("h", topic.embed(90));
        index.announce(1, 1, rightShard0(), index.shard(1, END_1, index.plain(), last, PlantedIndex.image("i", given)));

        assertThat(verify().first()).isEmpty();

        index.announce(
                1,
                2,
                rightShard0(),
                index.shard(1, END_1, index.plain(), last, PlantedIndex.image("i", topic.embed(100))));

        assertOnly(Kind.VECTOR, "shard 1 image 'i'");
    }

    @Test
    void shouldFindAMissingDocument() throws Exception {
        index.rightLetters();
        index.announce(1, 1, rightShard0(), index.shard(1, NEXT_1));

        assertOnly(Kind.MISSING, "shard 1 image 'f'");
    }

    @Test
    void shouldFindDocumentsOfDeletedAndAbortedImages() throws Exception {
        index.rightLetters();
        IndexedImage deleted = PlantedIndex.image("b", topic.embed(100));
        IndexedImage aborted = PlantedIndex.image("ghost", topic.embed(10));
        index.announce(1, 1, index.shard(0, NEXT_0, index.shoe(), deleted, aborted), rightShard1());

        Verification found = verify();

        assertThat(found.differences()).containsExactly(Map.entry(Kind.EXTRA, 2L));
        assertThat(found.first())
                .extracting(Difference::where)
                .containsExactlyInAnyOrder("shard 0 image 'b'", "shard 0 image 'ghost'");
    }

    @Test
    void shouldFindTwoDocumentsOfOneImage() throws Exception {
        index.rightLetters();
        index.announce(1, 1, index.doubledShard(0, NEXT_0, index.shoe()), rightShard1());

        assertOnly(Kind.DOUBLED, "shard 0 image 'a'");
    }

    @Test
    void shouldFindAVectorThatIsOffByATenThousandth() throws Exception {
        index.rightLetters();
        float[] values = topic.embed(30).toArray();
        values[3] += 1e-4f;
        index.announce(1, 1, rightShard0(), index.shard(1, NEXT_1, PlantedIndex.image("f", Embedding.of(values))));

        assertOnly(Kind.VECTOR, "shard 1 image 'f'");
    }

    @Test
    void shouldFindTheVectorOfAnImageThatWasReplaced() throws Exception {
        index.rightLetters();
        IndexedImage right = index.shoe();
        IndexedImage old = new IndexedImage("a", topic.embed(200), right.label(), right.attributes());
        index.announce(1, 1, index.shard(0, NEXT_0, old), rightShard1());

        assertOnly(Kind.VECTOR, "shard 0 image 'a'");
    }

    @Test
    void shouldFindAWrongLabel() throws Exception {
        index.rightLetters();
        IndexedImage right = index.shoe();
        IndexedImage wrong = new IndexedImage("a", right.embedding(), Optional.of("boot"), right.attributes());
        index.announce(1, 1, index.shard(0, NEXT_0, wrong), rightShard1());

        assertOnly(Kind.LABEL, "shard 0 image 'a'");
    }

    @Test
    void shouldFindAWrongAttribute() throws Exception {
        index.rightLetters();
        IndexedImage right = index.shoe();
        IndexedImage wrong = new IndexedImage("a", right.embedding(), right.label(), Map.of("shop", "Kyoto"));
        index.announce(1, 1, index.shard(0, NEXT_0, wrong), rightShard1());

        assertOnly(Kind.ATTRIBUTES, "shard 0 image 'a'");
    }

    @Test
    void shouldFindAWrongNumberOfDocuments() throws Exception {
        index.rightLetters();
        index.announce(
                1, 1, rightShard0(), PlantedIndex.with(rightShard1(), documents -> documents + 1, offset -> offset));

        assertOnly(Kind.COUNT, "shard 1");
    }

    @Test
    void shouldFindAnOffsetThatTheTopicHasNotReached() throws Exception {
        index.rightLetters();
        index.announce(1, 1, index.shard(0, 11, index.shoe()), rightShard1());

        assertOnly(Kind.OFFSET, "shard 0");
    }

    @Test
    void shouldFindAnOffsetThatLuceneContradicts() throws Exception {
        index.rightLetters();
        index.announce(
                1, 1, rightShard0(), PlantedIndex.with(rightShard1(), documents -> documents, offset -> offset + 1));

        assertOnly(Kind.OFFSET, "shard 1");
    }

    @Test
    void shouldFindAnOffsetThatIsAheadOfTheDocuments() throws Exception {
        index.rightLetters();
        index.announce(1, 1, rightShard0(), index.shard(1, 4, index.plain()));

        assertOnly(Kind.MISSING, "shard 1 image 'h'");
    }

    @Test
    void shouldFindAShardWithoutAPartition() throws Exception {
        index.rightLetters();
        index.announce(1, 1, rightShard0(), rightShard1(), index.shard(2, 0));

        assertOnly(Kind.OFFSET, "shard 2");
    }

    @Test
    void shouldFindLostDeadLetters() throws Exception {
        index.letters(0, 2);
        index.letters(1, 1);
        index.announce(1, 1, rightShard0(), rightShard1());

        assertOnly(Kind.DEAD_LETTER_LOST, "shard 0 offset 8");
    }

    @Test
    void shouldFindARepeatedDeadLetter() throws Exception {
        index.rightLetters();
        index.letters(0, 2);
        index.announce(1, 1, rightShard0(), rightShard1());

        assertOnly(Kind.DEAD_LETTER_REPEATED, "shard 0 offset 2");
    }

    @Test
    void shouldLetEachBuildOfTheIndexHaveItsDeadLetters() throws Exception {
        index.rightLetters();
        index.rightLetters();
        index.announce(2, 1, rightShard0(), rightShard1());

        assertThat(verify().first()).isEmpty();
    }

    @Test
    void shouldFindADeadLetterOfARecordThatIsIndexed() throws Exception {
        index.rightLetters();
        index.letters(0, 6);
        index.announce(1, 1, rightShard0(), rightShard1());

        assertOnly(Kind.DEAD_LETTER_NEEDLESS, "shard 0 offset 6");
    }

    @Test
    void shouldFindACommitThatWasAnnouncedTwice() throws Exception {
        index.rightLetters();
        index.announce(1, 5, rightShard0(), rightShard1());
        index.announce(1, 5, rightShard0(), rightShard1());

        assertOnly(Kind.COMMIT_REPEATED, "commit of generation 1 checkpoint 5");
    }

    @Test
    void shouldFindACommitOfAnEarlierCheckpoint() throws Exception {
        index.rightLetters();
        index.announce(1, 5, rightShard0(), rightShard1());
        index.announce(1, 4, rightShard0(), rightShard1());

        assertOnly(Kind.COMMIT_RETRACTED, "commit of generation 1 checkpoint 4");
    }

    @Test
    void shouldFindACommitThatGoesBackInTheTopic() throws Exception {
        index.rightLetters();
        index.announce(1, 5, rightShard0(), index.shard(1, 4, index.plain()));
        index.announce(1, 6, rightShard0(), rightShard1());

        assertOnly(Kind.COMMIT_RETRACTED, "commit of generation 1 checkpoint 6");
    }

    @Test
    void shouldFindAGenerationThatComesBack() throws Exception {
        index.rightLetters();
        index.announce(2, 1, rightShard0(), rightShard1());
        index.announce(1, 9, rightShard0(), rightShard1());

        assertOnly(Kind.COMMIT_RETRACTED, "commit of generation 1 checkpoint 9");
    }

    @Test
    void shouldLetANewGenerationStartOver() throws Exception {
        index.rightLetters();
        index.announce(1, 9, rightShard0(), rightShard1());
        index.announce(2, 1, rightShard1());
        index.announce(2, 2, rightShard0(), rightShard1());

        assertThat(verify().first()).isEmpty();
    }

    @Test
    void shouldFindAFileThatIsNotWhatWasAnnounced() throws Exception {
        index.rightLetters();
        index.announce(1, 1, rightShard0(), rightShard1());
        Path file = stored("/shard-1/");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertOnly(Kind.FILE, "shard 1");
    }

    @Test
    void shouldFindAFileThatIsMissing() throws Exception {
        index.rightLetters();
        index.announce(1, 1, rightShard0(), rightShard1());
        Files.delete(stored("/shard-0/"));

        assertOnly(Kind.FILE, "shard 0");
    }

    @Test
    void shouldKeepNoMoreDifferencesThanAskedFor() throws Exception {
        index.announce(1, 1, index.shard(0, NEXT_0), index.shard(1, NEXT_1));

        Verification found = verify(Duration.ZERO, 1);

        assertThat(found.differences()).isEqualTo(Map.of(Kind.MISSING, 2L, Kind.DEAD_LETTER_LOST, 3L));
        assertThat(found.first()).hasSize(1);
        assertThat(found.lines()).contains("  and 4 more").last().asString().startsWith("not equal");
    }

    @Test
    void shouldNotWaitForEverForAnIndexThatDoesNotCatchUp() throws Exception {
        index.rightLetters();
        index.announce(1, 1, rightShard0(), rightShard1());

        assertThatThrownBy(() -> verify(Duration.ofMillis(1), 20))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("does not hold all of the image topic (its newest commit ends at [0=9, 1=2]");
    }

    @Test
    void shouldRefuseAModelWithoutAnIndex() {
        assertThatThrownBy(this::verify)
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("there is no index of model " + model);
    }

    private ShardCommit rightShard0() throws IOException {
        return index.shard(0, NEXT_0, index.shoe());
    }

    private ShardCommit rightShard1() throws IOException {
        return index.shard(1, NEXT_1, index.plain());
    }

    private void assertOnly(Kind kind, String where) throws Exception {
        Verification found = verify();

        assertThat(found.isEqual()).isFalse();
        assertThat(found.first())
                .as("%s", found.first())
                .extracting(Difference::kind, Difference::where)
                .containsExactly(Tuple.tuple(kind, where));
    }

    private Verification verify() throws Exception {
        return verify(Duration.ZERO, 20);
    }

    private Verification verify(Duration patience, int examples) throws Exception {
        Settings settings = Settings.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "kafka.bootstrap",
                        topic.bootstrap(),
                        "store.models",
                        models.toString(),
                        "store.index",
                        index.storeFolder().toString(),
                        "index.model",
                        model));
        return new IndexVerifier(settings, new IndexVerifier.Request(Optional.empty(), patience, examples)).run();
    }

    /** The largest file of a shard in the store. */
    private Path stored(String folder) throws IOException {
        try (var files = Files.walk(index.storeFolder())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains(folder))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }
}
