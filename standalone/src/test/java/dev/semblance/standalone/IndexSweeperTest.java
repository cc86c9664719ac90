package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexFollower;
import dev.semblance.core.index.IndexSettings;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.Retention;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.index.ShardPosition;
import dev.semblance.core.index.ShardPublisher;
import dev.semblance.core.index.ShardWriter;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.FolderStore;
import dev.semblance.indexer.IndexSweeper;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // the sweeper works by itself
class IndexSweeperTest {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @Test
    void shouldKeepWhatWasReplacedLatelyAndRemoveTheRest() throws Exception {
        FolderStore store = new FolderStore(folder.resolve("store"));
        List<IndexCommit> commits = threeCommits(store);
        InstantSource clock = now::get;
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder.resolve("broker"), 1);
                EventSender sender = new EventSender(broker.bootstrap())) {
            sender.send(EventType.INDEX_COMMITTED, commits.getFirst());
            try (IndexSweeper sweeper = IndexSweeper.start(
                    broker.bootstrap(), store, new Retention(1, GRACE), Duration.ofMillis(1), clock)) {
                now.set(now.get().plus(GRACE).minusSeconds(1));
                sender.send(EventType.INDEX_COMMITTED, commits.get(1));
                sender.send(EventType.INDEX_COMMITTED, commits.get(2));
                // The sweeper says nothing of itself: that it has swept shows in what it is bound to remove.
                Path orphan = Files.writeString(folder.resolve("store/fashion/1/shard-0/orphan-_9.cfs"), "x");
                now.set(Instant.now().plus(GRACE).plusSeconds(1));
                await().atMost(PATIENCE).until(() -> !Files.exists(orphan));
                commits.forEach(commit -> assertOpens(store, commit));

                now.set(now.get().plus(GRACE).plusSeconds(5));
                await().atMost(PATIENCE)
                        .until(() -> !Files.exists(folder.resolve("store")
                                .resolve(commits.getFirst().shards().getFirst().manifest())));
                assertOpens(store, commits.getLast());
            }
        }
    }

    private List<IndexCommit> threeCommits(FolderStore store) throws IOException {
        List<IndexCommit> commits = new ArrayList<>();
        try (ShardPublisher publisher = new ShardPublisher(store, VERSION, 0, "a", InstantSource.system());
                ShardWriter writer =
                        ShardWriter.create(folder.resolve("work"), IndexSettings.DEFAULT, publisher.segments())) {
            for (int checkpoint = 1; checkpoint <= 3; checkpoint++) {
                writer.put(
                        new IndexedImage("image-" + checkpoint, Embedding.of(0.6f, 0.8f), Optional.empty(), Map.of()));
                ShardCommit shard = publisher.publish(writer, new ShardPosition(checkpoint, checkpoint, Instant.EPOCH));
                commits.add(new IndexCommit(VERSION, 1, checkpoint, "a", Instant.EPOCH, List.of(shard)));
            }
        }
        return commits;
    }

    private void assertOpens(FolderStore store, IndexCommit commit) {
        try {
            Path cache = folder.resolve("cache-" + commit.checkpointId());
            var snapshot = new IndexFollower(store, cache).open(commit);
            assertThat(snapshot.documents()).isEqualTo((int) commit.documents());
            snapshot.release();
        } catch (IOException e) {
            throw new AssertionError("cannot open " + commit, e);
        }
    }
}
