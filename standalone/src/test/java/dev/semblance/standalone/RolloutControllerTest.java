package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.model.Lineage;
import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Rollout;
import dev.semblance.core.store.Sha256;
import dev.semblance.indexer.IndexJobs;
import dev.semblance.indexer.RolloutController;
import dev.semblance.indexer.RunningJob;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller on a real broker, with jobs that only remember that they were started. */
@SuppressWarnings("try") // a controller works by itself
class RolloutControllerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ModelVersion ONE = new ModelVersion("fashion", "1");
    private static final ModelVersion TWO = new ModelVersion("fashion", "2");

    private final RememberedJobs jobs = new RememberedJobs();
    private EmbeddedBroker broker;
    private Topics topics;
    private EventSender sender;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        broker = EmbeddedBroker.start(0, folder, 1);
        topics = new Topics(broker.bootstrap());
        sender = new EventSender(broker.bootstrap());
        try (ImageProducer producer = new ImageProducer(broker.bootstrap())) {
            for (int i = 0; i < 3; i++) {
                producer.put("image-" + i, ImageRecord.of(new byte[] {1}, Optional.empty()))
                        .get();
            }
        }
    }

    @AfterEach
    void stop() {
        sender.close();
        topics.close();
        broker.close();
    }

    @Test
    void shouldMakeAVersionLiveOnceItHoldsWhatLayOnTheTopic() {
        try (RolloutController controller = controller()) {
            sender.send(EventType.MODEL_PUBLISHED, model(ONE));
            await().atMost(PATIENCE).until(() -> jobs.isRunning(ONE));
            sender.send(EventType.INDEX_COMMITTED, commit(ONE, 2));
            sender.send(EventType.INDEX_COMMITTED, commit(ONE, 3));
            await().atMost(PATIENCE).until(() -> live().equals(List.of(Optional.empty(), Optional.of(ONE))));

            sender.send(EventType.MODEL_PUBLISHED, model(TWO));
            await().atMost(PATIENCE).until(() -> jobs.isRunning(TWO));
            assertThat(jobs.isRunning(ONE))
                    .as("serves while the candidate catches up")
                    .isTrue();
            sender.send(EventType.INDEX_COMMITTED, commit(TWO, 3));
            await().atMost(PATIENCE).until(() -> !jobs.isRunning(ONE));
        }
        assertThat(live()).containsExactly(Optional.empty(), Optional.of(ONE), Optional.of(ONE), Optional.of(TWO));
        assertThat(jobs.started).containsExactly(ONE, TWO);
    }

    @Test
    void shouldNotReplaceImagesWithNothing() {
        serve(ONE);
        try (RolloutController controller = controller()) {
            sender.send(EventType.MODEL_PUBLISHED, model(TWO));
            await().atMost(PATIENCE).until(() -> jobs.isRunning(TWO));
            sender.send(EventType.INDEX_COMMITTED, commit(TWO, 3, 0));
            await().atMost(PATIENCE).until(() -> reasons().getLast().contains("can embed no image"));
            assertThat(live().getLast()).contains(ONE);
            assertThat(jobs.isRunning(TWO)).as("images it can embed may come").isTrue();

            jobs.shards = 2; // on a topic of one partition
            await().atMost(PATIENCE).until(() -> reasons().stream().anyMatch(reason -> reason.contains("2 shards")));
            sender.send(EventType.INDEX_COMMITTED, commit(TWO, 4, 1));
            await().atMost(PATIENCE).until(() -> live().contains(Optional.of(TWO)));
        }
        assertThat(reasons())
                .as("one fault does not have the other told again and again")
                .filteredOn(reason -> reason.contains("version fashion/2 can embed no image"))
                .hasSize(1);
    }

    @Test
    void shouldGoOnWhereAnEarlierControllerStopped() {
        serve(ONE);

        try (RolloutController controller = controller()) {
            await().atMost(PATIENCE).until(() -> jobs.isRunning(ONE));
        }

        assertThat(live()).as("nothing to announce").containsExactly(Optional.of(ONE));
    }

    @Test
    void shouldStopACandidateThatANewerVersionOvertakes() {
        try (RolloutController controller = controller()) {
            sender.send(EventType.MODEL_PUBLISHED, model(ONE));
            await().atMost(PATIENCE).until(() -> jobs.isRunning(ONE));
            sender.send(EventType.MODEL_PUBLISHED, model(TWO));
            await().atMost(PATIENCE).until(() -> jobs.isRunning(TWO) && !jobs.isRunning(ONE));
        }
    }

    private RolloutController controller() {
        return RolloutController.start("fashion", broker.bootstrap(), topics, jobs, Clock.systemUTC());
    }

    /** As an earlier controller has left it. */
    private void serve(ModelVersion version) {
        sender.send(EventType.MODEL_PUBLISHED, model(version));
        sender.send(EventType.INDEX_COMMITTED, commit(version, 3));
        sender.send(EventType.ROLLOUT_CHANGED, rollout(version));
    }

    /** What was live, announcement by announcement. */
    private List<Optional<ModelVersion>> live() {
        return announced().map(Rollout::live).toList();
    }

    private List<String> reasons() {
        return announced().map(Rollout::reason).toList();
    }

    private Stream<Rollout> announced() {
        return new CommittedRecords(broker.bootstrap())
                .read(Topic.ROLLOUTS).stream().map(message -> EventType.ROLLOUT_CHANGED.decode(message.value()));
    }

    private static Rollout rollout(ModelVersion live) {
        return new Rollout(
                "fashion",
                Optional.of(live),
                Optional.empty(),
                Optional.empty(),
                "test",
                "test",
                Instant.EPOCH.plusSeconds(1));
    }

    private static IndexCommit commit(ModelVersion version, long nextOffset) {
        return commit(version, nextOffset, 1);
    }

    private static IndexCommit commit(ModelVersion version, long nextOffset, long documents) {
        ShardCommit shard =
                new ShardCommit(0, "manifest", Sha256.of(new byte[0]), documents, nextOffset, Instant.EPOCH);
        return new IndexCommit(version, 1, nextOffset, "attempt", Instant.EPOCH, List.of(shard));
    }

    private static PublishedModel model(ModelVersion version) {
        ModelDescription description = new ModelDescription(
                version,
                NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 8),
                new InputSpec(28, 28, 1, 0.5f, 0.25f),
                Distance.COSINE,
                List.of("boot"),
                Map.of(),
                new Lineage("test", "none", "test", 1, Map.of()));
        return new PublishedModel(description, "manifest", Sha256.of(new byte[0]), Instant.EPOCH);
    }

    private static final class RememberedJobs implements IndexJobs {
        private final List<ModelVersion> started = new CopyOnWriteArrayList<>();
        private final Set<ModelVersion> running = ConcurrentHashMap.newKeySet();
        private volatile int shards = 1;

        @Override
        public void start(PublishedModel model, long lastGeneration) {
            started.add(model.version());
            running.add(model.version());
        }

        @Override
        public void stop(ModelVersion version) {
            running.remove(version);
        }

        @Override
        public Set<RunningJob> running() {
            return running.stream()
                    .map(version -> new RunningJob(version, shards))
                    .collect(Collectors.toSet());
        }

        boolean isRunning(ModelVersion version) {
            return running.contains(version);
        }
    }
}
