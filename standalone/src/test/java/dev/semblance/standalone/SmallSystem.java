package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.query.QueryServer;
import dev.semblance.standalone.broker.EmbeddedBroker;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.standalone.verify.IndexVerifier;
import dev.semblance.standalone.verify.Verification;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LabelledImage;
import dev.semblance.trainer.data.Splits;
import dev.semblance.trainer.training.TrainingSets;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Broker, indexer, query node, producer and client in this JVM, on free ports, with little data and short times. */
final class SmallSystem implements AutoCloseable {
    static final Console QUIET =
            new Console(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int TRAIN_SECONDS = 5;
    private static final int IMAGES = 2_000;

    private final EmbeddedBroker broker;
    private final Settings settings;
    private final Splits splits;
    private Optional<IndexerNode> indexer = Optional.empty();
    private final QueryServer server;
    private final QueryClient client;
    private final ImageProducer producer;

    private SmallSystem(Path folder, Optional<EmbeddedBroker.Detour> detour, Map<String, String> overrides) {
        System.setProperty("semblance.home", "..");
        broker = EmbeddedBroker.start(0, folder.resolve("broker"), 2, detour);
        settings = settings(folder, broker.bootstrap()).with(overrides, "test");
        splits = TrainingData.split(settings.train().data(), QUIET);
        server = QueryNode.start(settings);
        client = new QueryClient(server.address());
        producer = new ImageProducer(broker.bootstrap());
    }

    static SmallSystem start(Path folder) {
        return start(folder, Map.of());
    }

    static SmallSystem start(Path folder, Map<String, String> overrides) {
        SmallSystem system = new SmallSystem(folder, Optional.empty(), overrides);
        system.startIndexer();
        return system;
    }

    /** Without an indexer, and with a second way to the broker. */
    static SmallSystem startWith(EmbeddedBroker.Detour detour, Path folder, Map<String, String> overrides) {
        return new SmallSystem(folder, Optional.of(detour), overrides);
    }

    static Settings settings(Path folder, String bootstrap) {
        Map<String, String> flags = new HashMap<>();
        flags.put("kafka.bootstrap", bootstrap);
        flags.put("store.models", folder.resolve("models").toString());
        flags.put("train.runs", folder.resolve("runs").toString());
        flags.put("store.index", folder.resolve("index").toString());
        flags.put("index.checkpoints", folder.resolve("checkpoints").toString());
        flags.put("index.work", folder.resolve("work").toString());
        flags.put("index.checkpoint-interval", "300ms");
        flags.put("index.ui-port", "0");
        flags.put("serve.cache", folder.resolve("cache").toString());
        flags.put("serve.port", "0");
        flags.put("train.seconds", Integer.toString(TRAIN_SECONDS));
        flags.put("train.max-images", Integer.toString(IMAGES));
        flags.put("image.max-bytes", "100KiB");
        return Settings.load(Optional.empty(), Map.of(), flags);
    }

    Settings settings() {
        return settings;
    }

    Splits splits() {
        return splits;
    }

    QueryClient client() {
        return client;
    }

    QueryServer server() {
        return server;
    }

    String bootstrap() {
        return broker.bootstrap();
    }

    /** Trains and publishes another version. */
    PublishedModel publish(long seed) {
        Settings seeded = settings.with(Map.of("train.seed", Long.toString(seed)), "test");
        return new Training(seeded, QUIET, () -> {}).run(() -> TrainingSets.of(splits));
    }

    void produce(Dataset images) {
        try (SendFaults faults = new SendFaults()) {
            for (LabelledImage image : images.images()) {
                faults.watch(put(image.id(), image.encoded(), image.label()));
            }
            producer.flush();
        }
    }

    CompletableFuture<ImageProducer.Position> put(String id, byte[] image, String label) {
        return producer.put(id, ImageRecord.of(image, Optional.of(label)));
    }

    ImageProducer producer() {
        return producer;
    }

    /** Whether the live index holds the record at this position. */
    boolean isIndexed(ImageProducer.Position position) throws Exception {
        return areIndexed(List.of(position));
    }

    /** Whether one commit of the live index holds the records at these positions. */
    boolean areIndexed(List<ImageProducer.Position> positions) throws Exception {
        return client.status()
                .live()
                .filter(index -> positions.stream().allMatch(position -> holds(index, position)))
                .isPresent();
    }

    private static boolean holds(QueryClient.Index index, ImageProducer.Position position) {
        return index.shards().stream()
                .anyMatch(shard -> shard.shard() == position.partition() && shard.nextOffset() > position.offset());
    }

    /** Folds the topic again once the index holds all of it, and fails unless the index is the same. */
    void verify() throws Exception {
        Verification found = verification();
        assertThat(found.isEqual()).as("%s", found.lines()).isTrue();
    }

    /** What the verifier finds once the index holds all that is on the topic. */
    Verification verification() throws Exception {
        return new IndexVerifier(settings, new IndexVerifier.Request(Optional.empty(), PATIENCE, 20)).run();
    }

    /** Sends and gives the position, which has been acknowledged. */
    static ImageProducer.Position await(CompletableFuture<ImageProducer.Position> sent)
            throws InterruptedException, ExecutionException {
        return sent.get();
    }

    /** Stops the indexer, as a redeployment would. */
    void stopIndexer() {
        indexer.ifPresent(IndexerNode::close);
        indexer = Optional.empty();
    }

    void startIndexer() {
        startIndexer(Map.of());
    }

    void startIndexer(Map<String, String> overrides) {
        indexer = Optional.of(IndexerNode.start(settings.with(overrides, "test")));
    }

    /** Flink's own page, which answers in JSON too. */
    URI flink() {
        return indexer.orElseThrow().webInterface();
    }

    @Override
    public void close() {
        client.close();
        producer.close();
        server.close();
        stopIndexer();
        broker.close();
    }
}
