package dev.semblance.standalone.verify;

import dev.semblance.core.OperatorException;
import dev.semblance.core.embedding.DeviceChoice;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.util.FileUtils;

/**
 * Verifies the newest commit of an index against the topics:
 *
 * <ol>
 *   <li>the commits that were announced only ever went forward;
 *   <li>every file of the newest one is there and is what was announced;
 *   <li>each shard is the fold of its partition: documents, vectors, labels, attributes;
 *   <li>what could not be indexed is among the dead letters, once.
 * </ol>
 */
public final class IndexVerifier {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Settings settings;
    private final Request request;

    /**
     * What to verify.
     *
     * @param version of the model; empty for the live one
     * @param patience how long to wait until the index holds all that is on the topic at the start; 0 not at all
     * @param examples differences to keep, at most
     */
    public record Request(Optional<String> version, Duration patience, int examples) {
        public Request {
            if (patience.isNegative() || examples < 0) {
                throw new IllegalArgumentException("not negative: " + patience + ", " + examples + " examples");
            }
        }
    }

    public IndexVerifier(Settings settings, Request request) {
        this.settings = settings;
        this.request = request;
    }

    /**
     * Verifies.
     *
     * @throws OperatorException if there is nothing to verify, or the index does not catch up in time
     */
    public Verification run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        String bootstrap = settings.kafka().bootstrap();
        Differences differences = new Differences(request.examples());
        try (Topics topics = new Topics(bootstrap)) {
            topics.require(Topic.IMAGES, Topic.MODELS, Topic.INDEX_COMMITS, Topic.ROLLOUTS, Topic.DEAD_LETTERS);
            PublishedModel model =
                    new VerifiedVersion(bootstrap, settings.index().model()).find(request.version());
            try (CommitHistory history = new CommitHistory(bootstrap, model.version(), differences)) {
                IndexCommit commit = commit(history, topics, model);
                List<Verification.Shard> shards = verify(commit, model, topics, differences);
                return new Verification(
                        model.version().key(),
                        commit.generation(),
                        commit.checkpointId(),
                        history.announced(),
                        shards,
                        differences.counts(),
                        differences.first(),
                        (System.nanoTime() - start) / 1e9);
            }
        }
    }

    private IndexCommit commit(CommitHistory history, Topics topics, PublishedModel model) throws InterruptedException {
        long end = System.nanoTime() + request.patience().toNanos();
        Map<Integer, Long> wanted = request.patience().isZero() ? Map.of() : topics.nextRecordOffsets(Topic.IMAGES);
        while (true) {
            history.readOn();
            Optional<IndexCommit> newest = history.newest();
            if (newest.filter(commit -> holds(commit, wanted)).isPresent()) {
                return newest.get();
            }
            if (System.nanoTime() >= end) {
                throw new OperatorException("the index of " + model.version()
                        + " does not hold all of the image topic ("
                        + newest.map(commit -> "its newest commit ends at " + offsets(commit))
                                .orElse("it has no commit")
                        + ", wanted is " + wanted + "); wait longer with --wait SECONDS, or see whether its job runs");
            }
            Thread.sleep(POLL);
        }
    }

    private static boolean holds(IndexCommit commit, Map<Integer, Long> wanted) {
        return wanted.entrySet().stream().allMatch(next -> commit.nextOffset(next.getKey()) >= next.getValue());
    }

    private static String offsets(IndexCommit commit) {
        return commit.shards().stream()
                .map(shard -> shard.shard() + "=" + shard.nextOffset())
                .toList()
                .toString();
    }

    private List<Verification.Shard> verify(
            IndexCommit commit, PublishedModel model, Topics topics, Differences differences) throws IOException {
        Path folder = Files.createTempDirectory("semblance-verify-");
        ModelStore models = new ModelStore(settings.store().models().open(), Clock.systemUTC());
        ObjectStore store = settings.store().index().open();
        try (OpenedShards opened = OpenedShards.open(commit, store, folder, differences);
                Embedder embedder = Embedder.load(
                        model, models, DeviceChoice.choose(settings.index().device()))) {
            return new ShardVerifier(settings, commit, opened, embedder, differences).run(topics);
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }
}
