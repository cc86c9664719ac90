package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.Thumbnail;
import dev.semblance.core.image.ThumbnailSpec;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.messaging.ImageMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ImageBatchTest {
    private static final ModelVersion VERSION = new ModelVersion("shoes", "7");
    private static final Offset<Float> NEARLY = Offset.offset(1e-5f);

    private final Seen seen = new Seen();

    /** Keeps what comes out. */
    private static class Seen implements ImageBatch.Output {
        final List<ShardChange> changes = new ArrayList<>();
        final List<DeadLetter> deadLetters = new ArrayList<>();
        int embedded;
        int known;

        @Override
        public void change(ShardChange change) {
            changes.add(change);
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            deadLetters.add(letter);
        }

        @Override
        public void embedded(int novel, int reused, Duration time) {
            embedded += novel;
            known += reused;
        }

        List<Long> offsets() {
            return changes.stream().map(ShardChange::offset).toList();
        }

        List<String> reasons() {
            return deadLetters.stream().map(DeadLetter::reason).toList();
        }
    }

    @Test
    void shouldKeepWhatAProducerSaidOfAnImage() {
        try (ImageBatch batch = batch(SmallNetwork.embedder(), 10, seen)) {
            batch.add(Records.record(
                    5,
                    "one",
                    ImageMessages.encode(new ImageRecord(
                            SmallNetwork.png(200), Optional.of("boot"), Map.of("a", "b"), Optional.empty()))));
            batch.flush();
        }

        assertThat(seen.changes).singleElement().isInstanceOfSatisfying(ShardChange.Put.class, put -> {
            assertThat(put.shard()).isEqualTo(Records.PARTITION);
            assertThat(put.offset()).isEqualTo(5);
            assertThat(put.timestampMillis()).isEqualTo(1_005);
            assertThat(put.image().id()).isEqualTo("one");
            assertThat(put.image().label()).contains("boot");
            assertThat(put.image().attributes()).containsOnly(Map.entry("a", "b"));
        });
    }

    @Test
    void shouldGiveEachImageTheVectorThatItHasAlone() {
        Embedder embedder = SmallNetwork.embedder();
        try (ImageBatch batch = batch(embedder, 10, seen)) {
            batch.add(Records.record(0, "one", SmallNetwork.png(50)));
            batch.add(Records.record(1, "gone", null));
            batch.add(Records.record(2, "two", SmallNetwork.png(250)));
            batch.flush();

            assertThat(seen.offsets()).containsExactly(0L, 1L, 2L);
            assertThat(seen.changes.get(1)).isEqualTo(new ShardChange.Delete(Records.PARTITION, 1, 1_001, "gone"));
            assertThat(image(0).embedding().toArray())
                    .containsExactly(embedder.embed(SmallNetwork.image(50)).toArray(), NEARLY);
            assertThat(image(2).embedding().toArray())
                    .containsExactly(embedder.embed(SmallNetwork.image(250)).toArray(), NEARLY);
        }
        assertThat(seen.deadLetters).isEmpty();
    }

    @Test
    void shouldNotEmbedAnImageAgainForAnotherLabelOrId() {
        byte[] png = SmallNetwork.png(200);
        try (ImageBatch batch = batch(SmallNetwork.embedder(), 10, seen)) {
            batch.add(Records.record(0, "one", png));
            batch.flush();
            batch.add(Records.record(
                    1,
                    "one",
                    ImageMessages.encode(
                            new ImageRecord(png, Optional.of("boot"), Map.of("a", "b"), Optional.empty()))));
            batch.add(Records.record(2, "two", SmallNetwork.png(50)));
            batch.add(Records.record(3, "copy", png));
            batch.flush();
        }

        assertThat(seen.offsets()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(seen.embedded).as("images through the network").isEqualTo(2);
        assertThat(seen.known).isEqualTo(2);
        assertThat(image(1).label()).contains("boot");
        assertThat(image(1).attributes()).containsOnly(Map.entry("a", "b"));
        assertThat(image(1).embedding()).isEqualTo(image(0).embedding());
        assertThat(image(3).id()).isEqualTo("copy");
        assertThat(image(3).embedding()).isEqualTo(image(0).embedding());
    }

    @Test
    void shouldTakeTheEmbeddingThatCameAlongForThisVersion() throws Exception {
        Embedding given = unit(1);
        try (ImageBatch batch = batch(SmallNetwork.embedder(), 10, seen)) {
            batch.add(Records.record(0, "alone", with(new byte[0], VERSION, given)));
            batch.add(Records.record(1, "beside", with(SmallNetwork.png(200), VERSION, given)));
            batch.add(Records.record(2, "plain", SmallNetwork.png(200)));
            batch.flush();
        }

        assertThat(seen.offsets()).containsExactly(0L, 1L, 2L);
        assertThat(seen.deadLetters).isEmpty();
        assertThat(seen.embedded).as("images through the network").isEqualTo(1);
        assertThat(image(0).embedding()).isEqualTo(given);
        assertThat(image(1).embedding()).isEqualTo(given);
        assertThat(image(2).embedding()).as("of the image itself").isNotEqualTo(given);
        assertThat(((ShardChange.Put) seen.changes.get(0)).thumbnail()).isEmpty();
        assertThat(((ShardChange.Put) seen.changes.get(1)).thumbnail()).isPresent();
    }

    @Test
    void shouldEmbedAnImageWhoseEmbeddingIsOfAnotherVersion() throws Exception {
        Embedder embedder = SmallNetwork.embedder();
        ModelVersion other = new ModelVersion(VERSION.model(), "other");
        Embedding ofAnotherLength = Embedding.of(0, 1);
        try (ImageBatch batch = batch(embedder, 10, seen)) {
            batch.add(Records.record(0, "beside", with(SmallNetwork.png(50), other, ofAnotherLength)));
            batch.add(Records.record(1, "alone", with(new byte[0], other, ofAnotherLength)));
            batch.flush();

            assertThat(image(0).embedding().toArray())
                    .containsExactly(embedder.embed(SmallNetwork.image(50)).toArray(), NEARLY);
        }
        assertThat(seen.reasons()).containsExactly("empty");
        assertThat(seen.deadLetters.getFirst().detail())
                .contains(VERSION.toString())
                .contains(other.toString());
    }

    @Test
    void shouldRefuseAnEmbeddingOfAnotherDimensionAndAnImageBesideItThatIsNone() throws Exception {
        try (ImageBatch batch = batch(SmallNetwork.embedder(), 10, seen)) {
            batch.add(Records.record(0, "short", with(SmallNetwork.png(50), VERSION, Embedding.of(0, 1))));
            batch.add(Records.record(1, "torn", with(new byte[] {1, 2, 3}, VERSION, unit(0))));
            batch.flush();
        }

        assertThat(seen.reasons()).containsExactly("bad-embedding", "unknown-format");
        assertThat(seen.changes).hasOnlyElementsOfType(ShardChange.Delete.class);
    }

    private static byte[] with(byte[] image, ModelVersion version, Embedding embedding) {
        return ImageMessages.encode(new ImageRecord(
                image,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.of(new ImageRecord.GivenEmbedding(version, embedding))));
    }

    /** The vector of the network's dimension that is 1 at one place. */
    private static Embedding unit(int place) {
        try (Embedder embedder = SmallNetwork.embedder()) {
            float[] values = new float[embedder.dimension()];
            values[place] = 1;
            return Embedding.of(values);
        }
    }

    @Test
    void shouldKeepTheThumbnailOfAnImageThatIsNotEmbeddedAgain() throws Exception {
        byte[] png = SmallNetwork.png(200);
        try (ImageBatch batch = batch(SmallNetwork.embedder(), 10, seen)) {
            batch.add(Records.record(0, "one", png));
            batch.flush();
            batch.add(Records.record(1, "one", ImageMessages.encode(ImageRecord.of(png, Optional.of("boot")))));
            batch.flush();
        }

        assertThat(seen.known).isEqualTo(1);
        Thumbnail first = ((ShardChange.Put) seen.changes.get(0)).thumbnail().orElseThrow();
        Pixels small = new ImageDecoder(ImageLimits.DEFAULT).decode(first.file());
        assertThat(List.of(small.width(), small.height())).as("of 8 x 8").containsExactly(4, 4);
        assertThat(((ShardChange.Put) seen.changes.get(1)).thumbnail()).contains(first);
    }

    @Test
    void shouldFlushWhenItIsFull() {
        try (ImageBatch batch = batch(SmallNetwork.embedder(), 2, seen)) {
            batch.add(Records.record(0, "one", SmallNetwork.png(50)));
            assertThat(seen.changes).isEmpty();
            batch.add(Records.record(1, "two", SmallNetwork.png(250)));
            assertThat(seen.offsets()).containsExactly(0L, 1L);
            batch.add(Records.record(2, "three", SmallNetwork.png(100)));
            assertThat(seen.offsets()).containsExactly(0L, 1L);
        }
    }

    @Test
    void shouldGiveNothingTwice() {
        try (ImageBatch batch = batch(SmallNetwork.embedder(), 10, seen)) {
            batch.flush();
            batch.add(Records.record(0, "one", SmallNetwork.png(50)));
            batch.flush();
            batch.flush();
        }

        assertThat(seen.offsets()).containsExactly(0L);
    }

    @Test
    void shouldPutABadRecordAsideInItsPlace() {
        SourceRecord bad = Records.record(1, "bad", Records.utf8("hello"));
        try (ImageBatch batch = batch(SmallNetwork.embedder(), 10, seen)) {
            batch.add(Records.record(0, "one", SmallNetwork.png(50)));
            batch.add(bad);
            batch.add(Records.record(2, "two", SmallNetwork.png(250)));
            batch.flush();
        }

        assertThat(seen.offsets()).containsExactly(0L, 1L, 2L);
        assertThat(seen.changes.get(1))
                .as("what the id had before is not what it stands for any more")
                .isEqualTo(new ShardChange.Delete(Records.PARTITION, 1, 1_001, "bad"));
        assertThat(seen.deadLetters).singleElement().satisfies(letter -> {
            assertThat(letter.record()).isSameAs(bad);
            assertThat(letter.reason()).isEqualTo("unknown-format");
            assertThat(letter.detail()).contains("neither an ImageEvent nor");
        });
    }

    @Test
    void shouldPassOverARecordThatNamesNoId() {
        try (ImageBatch batch = batch(SmallNetwork.embedder(), 10, seen)) {
            batch.add(Records.record(0, "", SmallNetwork.png(50)));
            batch.flush();
        }

        assertThat(seen.changes).containsExactly(new ShardChange.Skip(Records.PARTITION, 0, 1_000));
        assertThat(seen.reasons()).containsExactly("bad-id");
    }

    @Test
    void shouldLetTheOthersThroughWhereOneImageHasNoEmbedding() {
        try (ImageBatch batch = batch(SmallNetwork.embedder(), 10, seen)) {
            batch.add(Records.record(0, "one", SmallNetwork.png(50)));
            batch.add(Records.record(1, "black", SmallNetwork.png(0)));
            batch.add(Records.record(2, "gone", null));
            batch.add(Records.record(3, "two", SmallNetwork.png(250)));
            batch.flush();
        }

        assertThat(seen.offsets()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(seen.changes.get(0)).isInstanceOf(ShardChange.Put.class);
        assertThat(seen.changes.get(1)).isEqualTo(new ShardChange.Delete(Records.PARTITION, 1, 1_001, "black"));
        assertThat(seen.changes.get(2)).isInstanceOf(ShardChange.Delete.class);
        assertThat(seen.changes.get(3)).isInstanceOf(ShardChange.Put.class);
        assertThat(seen.reasons()).containsExactly("not-embeddable");
    }

    @Test
    void shouldPutEveryImageAsideWhereTheNetworkIsBroken() {
        try (ImageBatch batch = batch(SmallNetwork.embedderOfNothingButNaN(), 2, seen)) {
            batch.add(Records.record(0, "one", SmallNetwork.png(50)));
            batch.add(Records.record(1, "two", SmallNetwork.png(250)));
            batch.add(Records.record(2, "gone", null));
            batch.flush();
        }

        assertThat(seen.offsets()).containsExactly(0L, 1L, 2L);
        assertThat(seen.changes.get(2)).isInstanceOf(ShardChange.Delete.class);
        assertThat(seen.reasons()).containsExactly("not-embeddable", "not-embeddable");
    }

    @Test
    void shouldNotBlameAnImageForAFaultOfItsTaker() {
        Seen failing = new Seen() {
            @Override
            public void change(ShardChange change) {
                throw new IllegalArgumentException("no room");
            }
        };
        try (ImageBatch batch = batch(SmallNetwork.embedder(), 10, failing)) {
            batch.add(Records.record(0, "one", SmallNetwork.png(50)));
            batch.add(Records.record(1, "black", SmallNetwork.png(0)));

            assertThatIllegalArgumentException().isThrownBy(batch::flush).withMessage("no room");
        }
        assertThat(failing.deadLetters).isEmpty();
    }

    private IndexedImage image(int at) {
        return ((ShardChange.Put) seen.changes.get(at)).image();
    }

    private static ImageBatch batch(Embedder embedder, int size, ImageBatch.Output output) {
        RecordReader reader = new RecordReader(new ImageDecoder(ImageLimits.DEFAULT));
        return new ImageBatch(VERSION, embedder, reader, new ThumbnailSpec(4), new KnownImages(10_000), size, output);
    }
}
