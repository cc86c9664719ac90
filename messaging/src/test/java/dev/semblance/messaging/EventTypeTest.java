package dev.semblance.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.model.Lineage;
import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.Pooling;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Rollout;
import dev.semblance.core.store.Sha256;
import dev.semblance.schema.MalformedEventException;
import dev.semblance.schema.SingleObjectCodec;
import dev.semblance.schema.Topic;
import dev.semblance.schema.avro.EmbeddingSpec;
import dev.semblance.schema.avro.IndexCommitted;
import dev.semblance.schema.avro.ModelPublished;
import dev.semblance.schema.avro.RolloutChanged;
import dev.semblance.schema.avro.ShardCommitted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventTypeTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final ModelVersion VERSION = new ModelVersion("fashion", "7");
    private static final Sha256 DIGEST = Sha256.of(new byte[] {1, 2, 3});

    private static final PublishedModel MODEL = new PublishedModel(
            new ModelDescription(
                    VERSION,
                    NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 8),
                    new InputSpec(28, 32, 3, 0.5f, 0.25f),
                    Distance.COSINE,
                    List.of("boot", "Größe 42"),
                    Map.of("recall@1", 0.875, "loss", Double.NaN),
                    new Lineage("fashion-mnist", "00ff", "development", -42, Map.of("optimizer", "adam"))),
            "fashion/7/manifest.json",
            DIGEST,
            THEN);
    private static final IndexCommit COMMIT = new IndexCommit(
            VERSION,
            2,
            40,
            "attempt",
            THEN,
            List.of(
                    new ShardCommit(0, "fashion/7/shard-0/a.json", DIGEST, 10, 12, THEN),
                    new ShardCommit(3, "fashion/7/shard-3/a.json", DIGEST, 0, 5_000_000_000L, Instant.EPOCH)));
    private static final Rollout ROLLOUT = new Rollout(
            "fashion",
            Optional.of(VERSION),
            Optional.of(new ModelVersion("fashion", "8")),
            Optional.of(new ModelVersion("fashion", "6")),
            "because",
            "somebody",
            THEN);

    @Test
    void shouldGiveBackAPublishedModel() {
        EventType<PublishedModel> type = EventType.MODEL_PUBLISHED;

        assertThat(type.decode(type.encode(MODEL))).isEqualTo(MODEL);
        assertThat(type.topic()).isEqualTo(Topic.MODELS);
        assertThat(type.key(MODEL)).isEqualTo("fashion/7");
    }

    static Stream<NetworkSpec> networks() {
        Sha256 module = Sha256.of(new byte[] {1});
        return Stream.of(
                NetworkSpec.of(NetworkArchitecture.TUTORIAL_CONVNET, 256),
                new NetworkSpec.BuiltIn(NetworkArchitecture.RESNET18_CIFAR, new Pooling.Average(), 128),
                new NetworkSpec.TorchScriptBackbone(module, 64),
                new NetworkSpec.TorchScript(module, 512));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void shouldGiveBackEveryKindOfNetwork(NetworkSpec network) {
        ModelDescription description = MODEL.description();
        PublishedModel model = new PublishedModel(
                new ModelDescription(
                        VERSION,
                        network,
                        description.input(),
                        description.distance(),
                        List.of(),
                        Map.of(),
                        description.lineage()),
                MODEL.location(),
                MODEL.sha256(),
                MODEL.publishedAt());

        assertThat(EventType.MODEL_PUBLISHED.decode(EventType.MODEL_PUBLISHED.encode(model)))
                .isEqualTo(model);
    }

    @Test
    void shouldGiveBackACommit() {
        EventType<IndexCommit> type = EventType.INDEX_COMMITTED;

        assertThat(type.decode(type.encode(COMMIT))).isEqualTo(COMMIT);
        assertThat(type.topic()).isEqualTo(Topic.INDEX_COMMITS);
        assertThat(type.key(COMMIT)).isEqualTo("fashion/7");
    }

    @Test
    void shouldGiveBackACommitOfAnEmptyIndex() {
        IndexCommit empty = new IndexCommit(VERSION, 1, 1, "attempt", THEN, List.of());

        assertThat(EventType.INDEX_COMMITTED.decode(EventType.INDEX_COMMITTED.encode(empty)))
                .isEqualTo(empty);
    }

    @Test
    void shouldGiveBackARollout() {
        EventType<Rollout> type = EventType.ROLLOUT_CHANGED;

        assertThat(type.decode(type.encode(ROLLOUT))).isEqualTo(ROLLOUT);
        assertThat(type.topic()).isEqualTo(Topic.ROLLOUTS);
        assertThat(type.key(ROLLOUT)).isEqualTo("fashion");
    }

    @Test
    void shouldGiveBackARolloutWithoutAnyVersion() {
        Rollout empty = new Rollout(
                "fashion", Optional.empty(), Optional.empty(), Optional.empty(), "none yet", "somebody", THEN);

        assertThat(EventType.ROLLOUT_CHANGED.decode(EventType.ROLLOUT_CHANGED.encode(empty)))
                .isEqualTo(empty);
    }

    @Test
    void shouldKeepTimesToTheMicrosecond() {
        Instant fine = Instant.parse("2026-01-02T03:04:05.678901999Z");
        IndexCommit commit = new IndexCommit(VERSION, 1, 1, "attempt", fine, List.of());

        assertThat(EventType.INDEX_COMMITTED
                        .decode(EventType.INDEX_COMMITTED.encode(commit))
                        .committedAt())
                .isEqualTo(THEN);
    }

    static Stream<Arguments> badModels() {
        return Stream.of(
                bad("unknown model format 'onnx'", event -> event.setFormat("onnx")),
                bad("unknown model format 'torchscript' of network", event -> event.setFormat("torchscript")),
                bad("TORCHSCRIPT needs the digest of its module", event -> event.setArchitecture("TORCHSCRIPT")),
                bad("unknown pooling 'median'", event -> event.setPooling("median")),
                bad("RESNET_9000", event -> event.setArchitecture("RESNET_9000")),
                bad("MANHATTAN", event -> event.setEmbedding(new EmbeddingSpec(8, "manhattan"))),
                bad("not 5000", event -> event.setEmbedding(new EmbeddingSpec(5000, "cosine"))),
                bad("28 x 32 x 2", event -> event.getInputBuilder().setMeans(List.of(0f, 0f))),
                bad("'abc' is no SHA-256", event -> event.setSha256("abc")),
                bad("'../7' is no model name", event -> event.setVersion("../7")));
    }

    private static Arguments bad(String complaint, Consumer<ModelPublished.Builder> damage) {
        return Arguments.of(complaint, damage);
    }

    @ParameterizedTest
    @MethodSource("badModels")
    void shouldRefuseAModelThatCannotBe(String complaint, Consumer<ModelPublished.Builder> damage) {
        ModelPublished.Builder event = ModelPublished.newBuilder(ModelEvents.toAvro(MODEL));
        damage.accept(event);

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> EventType.MODEL_PUBLISHED.decode(encoded(event.build())))
                .withMessageStartingWith("the record holds what no event can: ")
                .withMessageContaining(complaint);
    }

    @Test
    void shouldRefuseACommitThatCannotBe() {
        IndexCommitted whole = IndexEvents.toAvro(COMMIT);
        ShardCommitted damaged = ShardCommitted.newBuilder(whole.getShards().getFirst())
                .setSha256("XYZ")
                .build();
        IndexCommitted event =
                IndexCommitted.newBuilder(whole).setShards(List.of(damaged)).build();

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> EventType.INDEX_COMMITTED.decode(encoded(event)))
                .withMessageContaining("'XYZ' is no SHA-256");
    }

    @Test
    void shouldRefuseARolloutThatCannotBe() {
        RolloutChanged event = RolloutChanged.newBuilder(RolloutEvents.toAvro(ROLLOUT))
                .setLive("")
                .build();

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> EventType.ROLLOUT_CHANGED.decode(encoded(event)))
                .withMessageContaining("'' is no model name or version");
    }

    @Test
    void shouldRefuseAnEventOfAnotherType() {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> EventType.MODEL_PUBLISHED.decode(EventType.ROLLOUT_CHANGED.encode(ROLLOUT)));
    }

    private static <T extends SpecificRecord> byte[] encoded(T event) {
        return new SingleObjectCodec<T>(event.getSchema()).encode(event);
    }
}
