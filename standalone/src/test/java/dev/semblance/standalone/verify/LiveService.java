package dev.semblance.standalone.verify;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.core.image.Thumbnail;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.query.QueryServer;
import dev.semblance.standalone.QueryNode;
import dev.semblance.standalone.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A broker, an untrained model and an index, for query nodes to answer from. Model {@value #LABELLED} has images
 * {@code boot-N}, {@code shoe-N} and {@code bag-N} of labels by these names, N from 0 to {@value #OF_EACH} - 1, and
 * {@code plain/1} without one; boots have thumbnails, the others have none. Model {@value #BARE} has images without
 * labels, and {@value #ABSENT} is not there.
 */
public final class LiveService implements AutoCloseable {
    public static final String LABELLED = "labelled";
    public static final String BARE = "bare";
    public static final String ABSENT = "absent";
    public static final int OF_EACH = 300;
    public static final int DIMENSION = 8;

    private static final List<String> CLASSES = List.of("boot", "shoe", "bag");

    private final Path folder;
    private final KnownTopic topic;
    private final Random random = new Random(5);

    private LiveService(Path folder) {
        this.folder = folder;
        topic = KnownTopic.start(folder);
    }

    public static LiveService start(Path folder) throws IOException {
        LiveService service = new LiveService(folder);
        service.plant(LABELLED, service.labelled(), List.of(service.plain("plain/1")));
        service.plant(BARE, List.of(service.plain("one")), List.of(service.plain("two")));
        return service;
    }

    private void plant(String model, List<IndexedImage> first, List<IndexedImage> second) throws IOException {
        PlantedIndex index = new PlantedIndex(topic, topic.publish(model), folder);
        ShardCommit shard0 = index.shardWithThumbnails(
                0,
                10,
                first,
                image -> image.label().filter("boot"::equals).map(label -> Thumbnail.of(thumbnail(image.id()))));
        ShardCommit shard1 = index.shard(1, 5, second.toArray(IndexedImage[]::new));
        index.announce(1, 1, shard0, shard1);
        index.goLive();
    }

    private List<IndexedImage> labelled() {
        List<IndexedImage> images = new ArrayList<>();
        for (String label : CLASSES) {
            for (int i = 0; i < OF_EACH; i++) {
                images.add(new IndexedImage(
                        label + "-" + i,
                        Embedding.normalised(near(label)),
                        Optional.of(label),
                        Map.of("half", Integer.toString(i % 2))));
            }
        }
        return images;
    }

    /** What is shown of a boot: a PNG of one pixel. */
    static byte[] thumbnail(String id) {
        return PngEncoder.encode(new Pixels(1, 1, 1, new byte[] {(byte) id.hashCode()}));
    }

    /** A vector near those of a class, but not of length 1. */
    public float[] near(String label) {
        float[] values = noise();
        values[CLASSES.indexOf(label)] += 2;
        return values;
    }

    private float[] noise() {
        float[] values = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (float) random.nextGaussian() / 3;
        }
        return values;
    }

    private IndexedImage plain(String id) {
        return new IndexedImage(id, Embedding.normalised(noise()), Optional.empty(), Map.of());
    }

    public String bootstrap() {
        return topic.bootstrap();
    }

    /** Starts a node. */
    public QueryServer serve(String model, Map<String, String> overrides) throws IOException {
        return QueryNode.start(Settings.load(Optional.empty(), Map.of(), settings(model, overrides)));
    }

    /** Settings of a node, by dotted key. */
    public Map<String, String> settings(String model, Map<String, String> overrides) throws IOException {
        Map<String, String> flags = new HashMap<>();
        flags.put("kafka.bootstrap", topic.bootstrap());
        flags.put("store.models", folder.resolve("models").toString());
        flags.put("store.index", folder.resolve("store").toString());
        flags.put("serve.model", model);
        flags.put("serve.cache", Files.createTempDirectory(folder, "cache").toString());
        flags.put("serve.port", "0");
        flags.putAll(overrides);
        return flags;
    }

    /** Nodes that are ready answer on. */
    void stopBroker() {
        topic.close();
    }

    @Override
    public void close() {
        stopBroker();
    }
}
