package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.core.evaluation.Recall;
import dev.semblance.core.evaluation.RetrievalMetrics;
import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.standalone.service.QueryClient.Answer;
import dev.semblance.standalone.service.QueryClient.Neighbour;
import dev.semblance.trainer.data.LabelledImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trainer, broker, Flink job, index store and query node, all real, in one JVM. The tests share one running system and
 * are ordered, because what comes late (a second model version, a restart) is to find what came early.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WholePathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PNG = "image/png";

    private SmallSystem system;
    private PublishedModel first;

    @BeforeAll
    void startAndFill(@TempDir Path folder) {
        system = SmallSystem.start(folder);
        first = system.publish(1);
        system.produce(system.splits().stream());
        int streamed = system.splits().stream().size();
        await().atMost(PATIENCE).until(() -> documents() == streamed);
    }

    @AfterAll
    void stop() {
        system.close();
    }

    @Test
    @Order(1)
    void shouldFindImagesOfTheSameClassForHeldOutQueries() throws Exception {
        Map<String, String> labels = system.splits().stream().images().stream()
                .collect(Collectors.toMap(LabelledImage::id, LabelledImage::label));
        List<LabelledQuery> ranked = new ArrayList<>();
        for (LabelledImage query : system.splits().test().images()) {
            Answer answer = system.client().lookup(query.encoded(), PNG, 5);

            assertThat(answer.modelVersion()).isEqualTo(first.version().key());
            assertThat(answer.neighbours()).hasSize(5);
            for (Neighbour neighbour : answer.neighbours()) {
                assertThat(labels).containsEntry(neighbour.id(), String.valueOf(neighbour.label()));
            }
            assertThat(answer.neighbours().stream().map(Neighbour::distance)).isSorted();
            ranked.add(new LabelledQuery(
                    query.label(),
                    answer.neighbours().stream()
                            .map(neighbour ->
                                    new LabelledNeighbour(String.valueOf(neighbour.label()), neighbour.distance()))
                            .toList()));
        }

        assertThat(new RetrievalMetrics(ranked).micro(Recall.at(1)))
                .as("recall@1, where chance is 0.1")
                .isGreaterThan(0.55);
    }

    @Test
    @Order(2)
    void shouldFindAnIndexedImageAsItsOwnNearestNeighbour() throws Exception {
        LabelledImage image = system.splits().stream().images().getFirst();

        Neighbour nearest =
                system.client().lookup(image.encoded(), PNG, 1).neighbours().getFirst();

        assertThat(nearest.distance()).isLessThan(1e-5f);
        assertThat(nearest.label()).isEqualTo(image.label());
    }

    @Test
    @Order(3)
    void shouldSeeAnUpdateAndADelete() throws Exception {
        byte[] image = system.splits().calibration().images().getFirst().encoded();
        awaitIndexed(SmallSystem.await(system.put("mine", image, "one label")));
        assertThat(nearest(image)).extracting(Neighbour::id, Neighbour::label).containsExactly("mine", "one label");

        HttpResponse<byte[]> before = thumbnail("mine");
        awaitIndexed(SmallSystem.await(system.put("mine", image, "another label")));
        assertThat(before.body()).as("small as it is").isEqualTo(image);
        assertThat(thumbnail("mine").body()).as("not embedded again").isEqualTo(image);
        assertThat(nearest(image)).extracting(Neighbour::id, Neighbour::label).containsExactly("mine", "another label");
        assertThat(ids(system.client().lookup(image, PNG, 1_000))).containsOnlyOnce("mine");

        BufferedImage large = new BufferedImage(200, 100, BufferedImage.TYPE_INT_RGB);
        large.createGraphics().fillRect(50, 50, 20, 20);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(large, "png", png);
        awaitIndexed(SmallSystem.await(system.put("mine", png.toByteArray(), "another picture")));
        HttpResponse<byte[]> after = thumbnail("mine");
        assertThat(after.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(after.headers().firstValue("ETag"))
                .isNotEqualTo(before.headers().firstValue("ETag"));
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(after.body()));
        assertThat(List.of(small.getWidth(), small.getHeight())).containsExactly(64, 32);

        awaitIndexed(SmallSystem.await(system.producer().delete("mine")));
        assertThat(thumbnail("mine").statusCode()).isEqualTo(404);
        assertThat(ids(system.client().lookup(image, PNG, 1_000)))
                .doesNotContain("mine")
                .hasSize(system.splits().stream().size());
    }

    @Test
    @Order(4)
    void shouldTakePlainImageFilesFromAnyKafkaClient() throws Exception {
        byte[] image = system.splits().calibration().images().get(1).encoded();

        awaitIndexed(sendRaw("raw-1", image, Map.of("label", "Schuh, grün", "attr.shop", "Kyōto")));

        Neighbour nearest = nearest(image);
        assertThat(nearest.id()).isEqualTo("raw-1");
        assertThat(nearest.label()).isEqualTo("Schuh, grün");
        awaitIndexed(sendRaw("raw-1", null, Map.of()));
    }

    @Test
    @Order(5)
    void shouldPutWhatCannotBeIndexedAmongTheDeadLettersAndGoOn() throws Exception {
        byte[] whole = system.splits().calibration().images().get(2).encoded();
        byte[] torn = Arrays.copyOf(whole, whole.length / 2);
        byte[] oversized = Arrays.copyOf(whole, 200_000);
        byte[] text = "no image at all".getBytes(StandardCharsets.UTF_8);
        byte[] brokenEvent = {(byte) 0xC3, 0x01, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        awaitIndexed(SmallSystem.await(system.put("torn", whole, "Bag")));
        assertThat(nearest(whole).id()).isEqualTo("torn");
        Map<ImageProducer.Position, String> expected = Map.of(
                sendRaw("torn", torn, Map.of("label", "Bag")), "undecodable",
                sendRaw("oversized", oversized, Map.of()), "too-many-bytes",
                sendRaw("text", text, Map.of()), "unknown-format",
                sendRaw("broken-event", brokenEvent, Map.of()), "unknown-format",
                sendRaw("empty", new byte[0], Map.of()), "empty",
                sendRaw("x".repeat(3_000), whole, Map.of()), "bad-id");
        for (ImageProducer.Position position : expected.keySet()) {
            awaitIndexed(position);
        }
        assertThat(nearest(whole).id())
                .as("its record was replaced by a bad one")
                .isNotEqualTo("torn");

        List<ConsumerRecord<byte[], byte[]>> letters =
                new CommittedRecords(system.bootstrap()).read(Topic.DEAD_LETTERS);
        assertThat(letters.stream()
                        .collect(Collectors.toMap(
                                letter -> new ImageProducer.Position(
                                        Integer.parseInt(CommittedRecords.header(letter, "semblance.source.partition")),
                                        Long.parseLong(CommittedRecords.header(letter, "semblance.source.offset"))),
                                letter -> CommittedRecords.header(letter, "semblance.reason"))))
                .isEqualTo(expected);
        ConsumerRecord<byte[], byte[]> letter = letters.stream()
                .filter(one -> "undecodable".equals(CommittedRecords.header(one, "semblance.reason")))
                .findFirst()
                .orElseThrow();
        assertThat(letter.key()).asString(StandardCharsets.UTF_8).isEqualTo("torn");
        assertThat(letter.value()).isEqualTo(torn);
        assertThat(CommittedRecords.header(letter, "label")).isEqualTo("Bag");
        assertThat(CommittedRecords.header(letter, "semblance.source.topic")).isEqualTo(Topic.IMAGES.topicName());
        assertThat(CommittedRecords.header(letter, "semblance.detail")).contains("cut short after");

        awaitIndexed(SmallSystem.await(system.put("after", whole, "still alive")));
        assertThat(nearest(whole).id()).isEqualTo("after");
        awaitIndexed(SmallSystem.await(system.producer().delete("after")));
    }

    @Test
    @Order(6)
    void shouldGoOnFromTheLastCheckpointAfterARestartOfTheIndexer() throws Exception {
        QueryClient.Index before = system.client().status().live().orElseThrow();
        system.stopIndexer();
        byte[] image = system.splits().calibration().images().get(3).encoded();
        ImageProducer.Position position = SmallSystem.await(system.put("while-away", image, "Coat"));
        assertThat(nearest(image).id()).isNotEqualTo("while-away");

        system.startIndexer();
        awaitIndexed(position);

        QueryClient.Index after = system.client().status().live().orElseThrow();
        assertThat(after.generation()).as("not built anew").isEqualTo(before.generation());
        assertThat(after.documents()).isEqualTo(before.documents() + 1);
        assertThat(nearest(image).id()).isEqualTo("while-away");
        awaitIndexed(SmallSystem.await(system.producer().delete("while-away")));
    }

    @Test
    @Order(7)
    void shouldCutOverToANewModelVersionWithoutAGap() throws Exception {
        LabelledImage indexed = system.splits().stream().images().get(7);
        AtomicBoolean stop = new AtomicBoolean();
        List<Answer> answers = new ArrayList<>();
        Thread asking = Thread.ofVirtual().start(() -> {
            while (!stop.get()) {
                try {
                    answers.add(system.client().lookup(indexed.encoded(), PNG, 10));
                } catch (Exception e) {
                    throw new AssertionError("an answer was refused during the cut-over", e);
                }
            }
        });
        PublishedModel second = system.publish(2);
        await().atMost(PATIENCE)
                .until(() ->
                        second.version().key().equals(system.client().status().modelVersion()));
        stop.set(true);
        asking.join();

        List<String> versions =
                answers.stream().map(Answer::modelVersion).distinct().toList();
        assertThat(versions)
                .as("the old version, then the new one, and never back")
                .startsWith(first.version().key());
        assertThat(Set.of(first.version().key(), second.version().key())).containsAll(versions);
        assertThat(answers)
                .as("the image is its own neighbour in each space: query and index are never of two versions")
                .allSatisfy(answer ->
                        assertThat(answer.neighbours().getFirst().distance()).isLessThan(1e-5f));
        assertThat(documents()).isEqualTo(system.splits().stream().size());
    }

    @Test
    @Order(8)
    void shouldHoldWhatAnIndependentFoldOfTheTopicGives() {
        assertThat(verify("--wait", "60", "--json", "--set", "image.max-bytes=100KiB"))
                .isZero();
        assertThat(verify("--model-version", "none"))
                .as("there is no such version")
                .isEqualTo(1);
        assertThat(verify("--set", "image.max-bytes=200B"))
                .as("with this limit the topic has images that do not count")
                .isEqualTo(1);
    }

    private int verify(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "verify",
                "--bootstrap",
                system.bootstrap(),
                "--model-store",
                system.settings().store().models().toString(),
                "--index-store",
                system.settings().store().index().toString()));
        arguments.addAll(List.of(more));
        return SemblanceCommand.create(SmallSystem.QUIET, Map.of()).execute(arguments.toArray(String[]::new));
    }

    private Neighbour nearest(byte[] image) throws Exception {
        return system.client().lookup(image, PNG, 1).neighbours().getFirst();
    }

    private HttpResponse<byte[]> thumbnail(String id) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = system.server().address().resolve("/v1/images/" + id + "/thumbnail");
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
        }
    }

    private static List<String> ids(Answer answer) {
        return answer.neighbours().stream().map(Neighbour::id).toList();
    }

    private long documents() throws Exception {
        return system.client().status().live().map(QueryClient.Index::documents).orElse(0L);
    }

    private void awaitIndexed(ImageProducer.Position position) {
        await().atMost(PATIENCE).until(() -> system.isIndexed(position));
    }

    /** Sends as a client would that knows nothing of us. */
    @SuppressWarnings("NullAway") // a null value deletes
    private ImageProducer.Position sendRaw(@Nullable String key, byte @Nullable [] value, Map<String, String> headers)
            throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", system.bootstrap());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> message =
                    new ProducerRecord<>(Topic.IMAGES.topicName(), key.getBytes(StandardCharsets.UTF_8), value);
            headers.forEach((name, text) -> message.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
            var where = producer.send(message).get();
            return new ImageProducer.Position(where.partition(), where.offset());
        }
    }
}
