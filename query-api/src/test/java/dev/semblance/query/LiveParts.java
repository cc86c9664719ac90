package dev.semblance.query;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexFollower;
import dev.semblance.core.index.IndexSettings;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.index.ShardPosition;
import dev.semblance.core.index.ShardPublisher;
import dev.semblance.core.index.ShardWriter;
import dev.semblance.core.model.Lineage;
import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.Network;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Weights;
import dev.semblance.core.store.FolderStore;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An untrained model and small indexes of what it embeds. The network has no offsets, so a black image gives it nothing
 * but zeros, from which no unit vector can be made.
 */
final class LiveParts {
    static final ModelVersion VERSION = new ModelVersion("fashion", "7");
    private static final NetworkSpec NETWORK = NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 8);
    private static final InputSpec INPUT = new InputSpec(8, 8, 1, 0, 1);
    private static final int SEED = 1;

    private final Path folder;
    private final FolderStore store;
    private final IndexFollower follower;

    LiveParts(Path folder) {
        this.folder = folder;
        this.store = new FolderStore(folder.resolve("store"));
        this.follower = new IndexFollower(store, folder.resolve("cache"));
    }

    static LoadedModel model() throws IOException {
        Engine.getInstance().setRandomSeed(SEED);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Weights weights =
                    Network.initialise(NETWORK, INPUT, Weights.none(), manager).weights();
            return new LoadedModel(published(), Embedder.load(NETWORK, INPUT, weights, Device.cpu()));
        }
    }

    private static PublishedModel published() {
        ModelDescription description = new ModelDescription(
                VERSION,
                NETWORK,
                INPUT,
                Distance.COSINE,
                List.of(),
                Map.of(),
                new Lineage("none", "00", "development", SEED, Map.of()));
        return new PublishedModel(description, "manifest", Sha256.of(new byte[0]), Instant.EPOCH);
    }

    /** An index of one shard with these images, each with its id as label. */
    IndexSnapshot snapshot(long checkpoint, Embedder embedder, Map<String, Pixels> images) throws IOException {
        String attempt = "attempt" + checkpoint;
        ShardCommit shard;
        try (ShardPublisher publisher = new ShardPublisher(store, VERSION, 0, attempt, InstantSource.system());
                ShardWriter writer =
                        ShardWriter.create(folder.resolve(attempt), IndexSettings.DEFAULT, publisher.segments())) {
            for (Map.Entry<String, Pixels> image : images.entrySet()) {
                writer.put(new IndexedImage(
                        image.getKey(), embedder.embed(image.getValue()), Optional.of(image.getKey()), Map.of()));
            }
            shard = publisher.publish(writer, new ShardPosition(checkpoint, images.size(), Instant.EPOCH));
        }
        return follower.open(new IndexCommit(VERSION, 1, checkpoint, attempt, Instant.EPOCH, List.of(shard)));
    }

    IndexSnapshot emptySnapshot() throws IOException {
        return follower.open(new IndexCommit(VERSION, 1, 1, "attempt", Instant.EPOCH, List.of()));
    }

    /** Black above a row and white from it on. */
    static Pixels whiteFrom(int row) {
        byte[] samples = new byte[64];
        for (int i = 8 * row; i < 64; i++) {
            samples[i] = (byte) 255;
        }
        return new Pixels(8, 8, 1, samples);
    }

    static Pixels black() {
        return whiteFrom(8);
    }
}
