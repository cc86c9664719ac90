package dev.semblance.standalone.verify;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.model.Lineage;
import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.Network;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Weights;
import dev.semblance.core.store.FolderStore;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.ImageMessages;
import dev.semblance.messaging.KafkaClients;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * An image topic written by transactions, so that offsets are missing in between:
 *
 * <pre>
 * partition 0                              partition 1
 * 0 a  grey 200, boot                      0 f  grey 30
 * 1 b  grey 100                            1 g  torn
 * 2 c  torn                                2 (end of transaction)
 * 3 (end of transaction)                   3 h  grey 90
 * 4 ghost, 5 (aborted)                     4 (end of transaction)
 * 6 a  grey 50, shoe, shop=Kyōto
 * 7 b  delete
 * 8 e  black: the network gives no embedding
 * 9 (end of transaction)
 * </pre>
 */
final class KnownTopic implements AutoCloseable {
    private static final NetworkSpec SPEC = NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 8);
    private static final InputSpec INPUT = new InputSpec(8, 8, 1, 0, 1);

    private final EmbeddedBroker broker;
    private final ModelStore models;
    private final Weights weights;
    private final Embedder embedder;

    private KnownTopic(Path folder) {
        broker = EmbeddedBroker.start(0, folder.resolve("broker"), 2);
        models = new ModelStore(new FolderStore(folder.resolve("models")), Clock.systemUTC());
        weights = untrained();
        embedder = Embedder.load(SPEC, INPUT, weights, Device.cpu());
    }

    static KnownTopic start(Path folder) {
        KnownTopic topic = new KnownTopic(folder);
        topic.write();
        return topic;
    }

    private static Weights untrained() {
        Engine.getInstance().setRandomSeed(1);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            return Network.initialise(SPEC, INPUT, Weights.none(), manager).weights();
        }
    }

    private void write() {
        Properties properties = KafkaClients.producerSettings();
        properties.putAll(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap(), ProducerConfig.TRANSACTIONAL_ID_CONFIG, "known"));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 0, "a", image(200, Optional.of("boot"), Map.of()));
            send(producer, 0, "b", image(100, Optional.empty(), Map.of()));
            send(producer, 0, "c", torn());
            send(producer, 1, "f", image(30, Optional.empty(), Map.of()));
            send(producer, 1, "g", torn());
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, 0, "ghost", image(10, Optional.empty(), Map.of()));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, 0, "a", image(50, Optional.of("shoe"), Map.of("shop", "Kyōto")));
            send(producer, 0, "b", null);
            send(producer, 0, "e", image(0, Optional.empty(), Map.of()));
            send(producer, 1, "h", image(90, Optional.empty(), Map.of()));
            producer.commitTransaction();
        }
    }

    @SuppressWarnings({"NullAway", "FutureReturnValueIgnored"}) // null deletes; the commit hears of faults
    private static void send(
            KafkaProducer<byte[], byte[]> producer, int partition, String id, byte @Nullable [] value) {
        producer.send(
                new ProducerRecord<>(Topic.IMAGES.topicName(), partition, id.getBytes(StandardCharsets.UTF_8), value));
    }

    private static byte[] image(int grey, Optional<String> label, Map<String, String> attributes) {
        return ImageMessages.encode(
                new ImageRecord(PngEncoder.encode(pixels(grey)), label, attributes, Optional.empty()));
    }

    static byte[] torn() {
        byte[] whole = PngEncoder.encode(pixels(70));
        return Arrays.copyOf(whole, whole.length / 2);
    }

    static Pixels pixels(int grey) {
        byte[] samples = new byte[INPUT.width() * INPUT.height()];
        for (int i = 0; i < samples.length; i++) {
            // No plain grey: without offsets, the network gives all greys the same direction.
            samples[i] = (byte) (grey * (i % (grey % 7 + 2)) / 8);
        }
        return new Pixels(INPUT.width(), INPUT.height(), 1, samples);
    }

    String bootstrap() {
        return broker.bootstrap();
    }

    /** Adds a record behind all that stands there. */
    void append(int partition, String id, ImageRecord image) {
        try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(bootstrap())) {
            send(producer, partition, id, ImageMessages.encode(image));
            producer.flush();
        }
    }

    Embedding embed(int grey) {
        return embedder.embed(pixels(grey));
    }

    PublishedModel publish(String model) {
        PublishedModel published = models.publish(
                new ModelDescription(
                        new ModelVersion(model, "1"),
                        SPEC,
                        INPUT,
                        Distance.COSINE,
                        List.of("boot"),
                        Map.of(),
                        new Lineage("test", "none", "test", 1, Map.of())),
                weights);
        try (EventSender sender = new EventSender(bootstrap())) {
            sender.send(EventType.MODEL_PUBLISHED, published);
        }
        return published;
    }

    @Override
    public void close() {
        embedder.close();
        broker.close();
    }
}
