package dev.semblance.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semblance.schema.avro.ImageEvent;
import dev.semblance.schema.avro.IndexCommitted;
import dev.semblance.schema.avro.ShardCommitted;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleObjectCodecTest {
    private static final long SEED = Long.getLong("test.seed", 20_260_101);
    private static final int ROUNDS = 2_000;

    private final SingleObjectCodec<ImageEvent> images = new SingleObjectCodec<>(ImageEvent.getClassSchema());
    private final SingleObjectCodec<IndexCommitted> commits = new SingleObjectCodec<>(IndexCommitted.getClassSchema());
    private final Random random = new Random(SEED);

    @Test
    void shouldGiveBackWhatWasEncoded() {
        for (int round = 0; round < 200; round++) {
            ImageEvent image = anyImage();
            IndexCommitted commit = anyCommit();

            assertThat(images.decode(images.encode(image))).as("seed %s", SEED).isEqualTo(image);
            assertThat(commits.decode(commits.encode(commit)))
                    .as("seed %s", SEED)
                    .isEqualTo(commit);
        }
    }

    @Test
    void shouldStartWithTheMarkerAndTheFingerprintOfTheSchema() {
        byte[] encoded = images.encode(anyImage());
        ByteBuffer header = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(header.get()).isEqualTo((byte) 0xC3);
        assertThat(header.get()).isEqualTo((byte) 0x01);
        assertThat(header.getLong()).isEqualTo(SchemaNormalization.parsingFingerprint64(ImageEvent.getClassSchema()));
        assertThat(SingleObjectCodec.isEncoded(encoded)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C3", "C301", "C30100000000000000", "89504E470D0A1A0A0000000D", "C3020000000000000000"})
    void shouldNotTakeOtherBytesForAnEncodedRecord(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(SingleObjectCodec.isEncoded(bytes)).isFalse();
        assertThatThrownBy(() -> images.decode(bytes)).isInstanceOf(MalformedEventException.class);
    }

    @Test
    void shouldRefuseARecordOfAnotherType() {
        byte[] encoded = commits.encode(anyCommit());

        assertThatThrownBy(() -> images.decode(encoded))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("schema that this release does not know");
    }

    @Test
    void shouldReadTheRecordsOfAnEarlierSchema() {
        Schema earlier = new Schema.Parser().parse("""
                        {"namespace": "dev.semblance.schema.avro", "type": "record", "name": "ImageEvent", "fields": [
                          {"name": "image", "type": "bytes"}
                        ]}
                        """);
        SingleObjectCodec<ImageEvent> today = new SingleObjectCodec<>(ImageEvent.getClassSchema(), List.of(earlier));
        byte[] written = ByteBuffer.allocate(13)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .putLong(SchemaNormalization.parsingFingerprint64(earlier))
                .put(new byte[] {4, 7, 8})
                .array();

        ImageEvent event = today.decode(written);

        assertThat(event.getImage()).isEqualTo(ByteBuffer.wrap(new byte[] {7, 8}));
        assertThat(event.getLabel()).isNull();
        assertThat(event.getAttributes()).isEmpty();
        assertThatThrownBy(() -> images.decode(written)).isInstanceOf(MalformedEventException.class);
    }

    @Test
    void shouldRefuseEveryRecordThatIsCutShort() {
        byte[] encoded = commits.encode(anyCommit());

        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> commits.decode(cut))
                    .as("cut at %s", length)
                    .isInstanceOf(MalformedEventException.class);
        }
    }

    @Test
    void shouldRefuseARecordWithBytesBehindIt() {
        byte[] encoded = images.encode(anyImage());
        byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);

        assertThatThrownBy(() -> images.decode(longer)).isInstanceOf(MalformedEventException.class);
    }

    @Test
    void shouldRefuseDamagedRecordsInNoOtherWay() {
        for (int round = 0; round < ROUNDS; round++) {
            assertDecodesOrIsMalformed(images, damaged(images.encode(anyImage())));
            assertDecodesOrIsMalformed(commits, damaged(commits.encode(anyCommit())));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FEFFFFFFFFFFFFFFFF01", // the longest length there is
                "FEFFFFFF0F", // Integer.MAX_VALUE
                "01", // a negative length
                "80808080808080808080" // a number without an end
            })
    void shouldRefuseALengthThatCannotBe(String length) {
        byte[] header = Arrays.copyOf(images.encode(anyImage()), 10);
        byte[] body = HexFormat.of().parseHex(length);
        byte[] bytes = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, bytes, header.length, body.length);

        assertThatThrownBy(() -> images.decode(bytes)).isInstanceOf(MalformedEventException.class);
    }

    private static <T extends SpecificRecord> void assertDecodesOrIsMalformed(
            SingleObjectCodec<T> codec, byte[] bytes) {
        try {
            assertThat(codec.decode(bytes)).isNotNull();
        } catch (MalformedEventException e) {
            assertThat(e).hasMessageStartingWith("the record");
        } catch (Throwable e) {
            throw new AssertionError(
                    "seed " + SEED + ", bytes " + HexFormat.of().formatHex(bytes), e);
        }
    }

    // Behind the header, where a flip is not refused by the fingerprint alone.
    private byte[] damaged(byte[] encoded) {
        byte[] bytes = Arrays.copyOf(encoded, encoded.length - random.nextInt(2) * random.nextInt(encoded.length - 10));
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
            bytes[10 + random.nextInt(bytes.length - 10)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private ImageEvent anyImage() {
        Map<String, String> attributes = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            attributes.put(anyText(), anyText());
        }
        byte[] image = new byte[random.nextInt(200)];
        random.nextBytes(image);
        return ImageEvent.newBuilder()
                .setImage(ByteBuffer.wrap(image))
                .setLabel(random.nextBoolean() ? anyText() : null)
                .setAttributes(attributes)
                .setCapturedAt(random.nextBoolean() ? anyTime() : null)
                .build();
    }

    private IndexCommitted anyCommit() {
        List<ShardCommitted> shards = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            shards.add(ShardCommitted.newBuilder()
                    .setShard(i)
                    .setManifest(anyText())
                    .setSha256(anyText())
                    .setDocuments(random.nextLong())
                    .setNextOffset(random.nextLong())
                    .setWatermark(anyTime())
                    .build());
        }
        return IndexCommitted.newBuilder()
                .setModel(anyText())
                .setVersion(anyText())
                .setGeneration(random.nextLong())
                .setCheckpointId(random.nextLong())
                .setAttempt(anyText())
                .setCommittedAt(anyTime())
                .setShards(shards)
                .build();
    }

    private String anyText() {
        return random.ints(random.nextInt(12), ' ', 0x2FF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private Instant anyTime() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
    }
}
