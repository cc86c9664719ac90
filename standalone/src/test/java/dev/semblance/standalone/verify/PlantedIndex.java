package dev.semblance.standalone.verify;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Thumbnail;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexSettings;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.SegmentListener;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.index.ShardPosition;
import dev.semblance.core.index.ShardPublisher;
import dev.semblance.core.index.ShardWriter;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Rollout;
import dev.semblance.core.store.FolderStore;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.KafkaClients;
import dev.semblance.schema.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** An index of {@link KnownTopic}, with whatever fault a test wants in it. */
final class PlantedIndex {
    private final KnownTopic topic;
    private final PublishedModel model;
    private final Path folder;
    private final FolderStore store;

    PlantedIndex(KnownTopic topic, PublishedModel model, Path folder) {
        this.topic = topic;
        this.model = model;
        this.folder = folder;
        this.store = new FolderStore(folder.resolve("store"));
    }

    Path storeFolder() {
        return folder.resolve("store");
    }

    /** What shard 0 holds by right. */
    IndexedImage shoe() {
        return new IndexedImage("a", topic.embed(50), Optional.of("shoe"), Map.of("shop", "Kyōto"));
    }

    /** What shard 1 holds by right. */
    IndexedImage plain() {
        return image("f", topic.embed(30));
    }

    static IndexedImage image(String id, Embedding embedding) {
        return new IndexedImage(id, embedding, Optional.empty(), Map.of());
    }

    ShardCommit shard(int shard, long nextOffset, IndexedImage... images) throws IOException {
        Path work = Files.createTempDirectory(folder, "shard");
        try (ShardWriter writer = ShardWriter.create(work, IndexSettings.DEFAULT, SegmentListener.NONE)) {
            return publish(writer, shard, nextOffset, images);
        }
    }

    ShardCommit shardWithThumbnails(
            int shard,
            long nextOffset,
            List<IndexedImage> images,
            Function<IndexedImage, Optional<Thumbnail>> thumbnails)
            throws IOException {
        Path work = Files.createTempDirectory(folder, "shard");
        try (ShardWriter writer = ShardWriter.create(work, IndexSettings.DEFAULT, SegmentListener.NONE)) {
            for (IndexedImage image : images) {
                writer.put(image, thumbnails.apply(image));
            }
            return publish(writer, shard, nextOffset);
        }
    }

    /** A shard with two documents of each image. */
    ShardCommit doubledShard(int shard, long nextOffset, IndexedImage... images) throws IOException {
        Path once = Files.createTempDirectory(folder, "once");
        Path twice = Files.createTempDirectory(folder, "twice");
        for (Path work : List.of(once, twice)) {
            try (ShardWriter writer = ShardWriter.create(work, IndexSettings.DEFAULT, SegmentListener.NONE)) {
                publish(writer, shard, nextOffset, images);
            }
        }
        try (Directory source = FSDirectory.open(once);
                Directory target = FSDirectory.open(twice);
                IndexWriter writer = new IndexWriter(target, new IndexWriterConfig(null))) {
            writer.addIndexes(source);
        }
        try (ShardWriter writer = ShardWriter.resume(twice, IndexSettings.DEFAULT, SegmentListener.NONE)) {
            return publish(writer, shard, nextOffset);
        }
    }

    private ShardCommit publish(ShardWriter writer, int shard, long nextOffset, IndexedImage... images)
            throws IOException {
        for (IndexedImage image : images) {
            writer.put(image);
        }
        String attempt = "attempt" + System.nanoTime();
        try (ShardPublisher publisher =
                new ShardPublisher(store, model.version(), shard, attempt, InstantSource.system())) {
            return publisher.publish(writer, new ShardPosition(1, nextOffset, Instant.EPOCH));
        }
    }

    void announce(long generation, long checkpointId, ShardCommit... shards) {
        try (EventSender sender = new EventSender(topic.bootstrap())) {
            sender.send(EventType.INDEX_COMMITTED, commit(generation, checkpointId, "attempt", shards));
        }
    }

    private IndexCommit commit(long generation, long checkpointId, String attempt, ShardCommit... shards) {
        return new IndexCommit(model.version(), generation, checkpointId, attempt, Instant.EPOCH, List.of(shards));
    }

    /** The same shards at so many checkpoints, one after the other; each some hundred bytes that do not compress. */
    @SuppressWarnings("FutureReturnValueIgnored") // whoever reads them counts them
    void announceHistory(long checkpoints, ShardCommit... shards) {
        Random random = new Random(1);
        byte[] noise = new byte[300];
        try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(topic.bootstrap())) {
            for (long checkpointId = 1; checkpointId <= checkpoints; checkpointId++) {
                random.nextBytes(noise);
                IndexCommit commit = commit(1, checkpointId, HexFormat.of().formatHex(noise), shards);
                producer.send(new ProducerRecord<>(
                        Topic.INDEX_COMMITS.topicName(),
                        EventType.INDEX_COMMITTED.key(commit).getBytes(StandardCharsets.UTF_8),
                        EventType.INDEX_COMMITTED.encode(commit)));
            }
            producer.flush();
        }
    }

    /** Lets the index answer queries. */
    void goLive() {
        Rollout rollout = new Rollout(
                model.version().model(),
                Optional.of(model.version()),
                Optional.empty(),
                Optional.empty(),
                "test",
                "test",
                Instant.EPOCH.plusSeconds(1));
        try (EventSender sender = new EventSender(topic.bootstrap())) {
            sender.send(EventType.ROLLOUT_CHANGED, rollout);
        }
    }

    static ShardCommit with(ShardCommit shard, UnaryOperator<Long> documents, UnaryOperator<Long> nextOffset) {
        return new ShardCommit(
                shard.shard(),
                shard.manifest(),
                shard.sha256(),
                documents.apply(shard.documents()),
                nextOffset.apply(shard.nextOffset()),
                shard.watermark());
    }

    /** Dead letters of these offsets of a partition. */
    void letters(int partition, long... offsets) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(topic.bootstrap())) {
            for (long offset : offsets) {
                ProducerRecord<byte[], byte[]> letter =
                        new ProducerRecord<>(Topic.DEAD_LETTERS.topicName(), new byte[] {1});
                Map.of(
                                "semblance.model.version",
                                model.version().key(),
                                "semblance.source.topic",
                                Topic.IMAGES.topicName(),
                                "semblance.source.partition",
                                Integer.toString(partition),
                                "semblance.source.offset",
                                Long.toString(offset))
                        .forEach((name, value) -> letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                producer.send(letter).get();
            }
        }
    }

    /** The dead letters that there are by right. */
    void rightLetters() throws Exception {
        letters(0, 2, 8);
        letters(1, 1);
    }
}
