package dev.semblance.indexer;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexSettings;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.index.ShardPublisher;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Writes the shards whose key groups this subtask owns. A checkpoint is a commit:
 *
 * <ol>
 *   <li>before the barrier, every changed shard makes a Lucene commit and copies what is left of it to the index store:
 *       finished segments are on their way there already;
 *   <li>the commit goes into the keyed state, and so into the checkpoint, and downstream, ahead of the barrier;
 *   <li>on recovery a shard is opened from the commit in the state, when its first record comes. What an abandoned
 *       attempt left in the store has other names and is never referred to.
 * </ol>
 */
final class ShardWriterOperator extends AbstractStreamOperator<IndexCommit>
        implements OneInputStreamOperator<ShardChange, IndexCommit> {
    private static final long serialVersionUID = 1L;

    private final IndexJobSettings settings;
    private final String model;
    private final String version;
    private final long generation;
    private final int[] shardKeys;

    private transient @Nullable Attempt attempt;
    private transient boolean tidy;
    private transient @Nullable ValueState<IndexCommit> lastCommit;

    ShardWriterOperator(IndexJobSettings settings, ModelVersion version, long generation, int[] shardKeys) {
        this.settings = settings;
        this.model = version.model();
        this.version = version.version();
        this.generation = generation;
        this.shardKeys = shardKeys.clone();
    }

    /**
     * What lives from {@link #open()} to {@link #close()}.
     *
     * @param id makes stored names unique
     * @param store of index files
     * @param work local folder, of this attempt alone
     * @param shards open ones by number
     * @param metrics of the shards together
     */
    private record Attempt(
            String id, ObjectStore store, WorkFolder work, Map<Integer, OpenShard> shards, ShardMetrics metrics) {}

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        lastCommit = context.getKeyedStateStore()
                .getState(new ValueStateDescriptor<>("last-commit", ImmutableType.INDEX_COMMIT));
    }

    @Override
    public void open() throws Exception {
        super.open();
        String id = UUID.randomUUID().toString().substring(0, 13);
        WorkFolder work = WorkFolder.create(Path.of(settings.work()), modelVersion(), id);
        attempt = new Attempt(id, settings.openIndexStore(), work, new TreeMap<>(), new ShardMetrics(getMetricGroup()));
    }

    @Override
    public void processElement(StreamRecord<ShardChange> element) throws Exception {
        ShardChange change = element.getValue();
        OpenShard shard = attempt().shards().get(change.shard());
        if (shard == null) {
            shard = openShard(change.shard());
            attempt().shards().put(change.shard(), shard);
        }
        shard.apply(change);
    }

    /** Called with the key of the shard's record set, so the state read is the shard's. */
    private OpenShard openShard(int number) throws IOException {
        ShardPublisher publisher = new ShardPublisher(
                attempt().store(), modelVersion(), number, attempt().id(), InstantSource.system());
        Optional<ShardCommit> last = Optional.ofNullable(lastCommit().value())
                .map(commit -> commit.shards().getFirst());
        WorkFolder work = attempt().work();
        OpenShard shard =
                OpenShard.open(publisher, last, work.shard(number), work.localFiles(number), IndexSettings.DEFAULT);
        attempt().metrics().show(number, shard);
        return shard;
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        long start = System.nanoTime();
        for (Map.Entry<Integer, OpenShard> entry : attempt().shards().entrySet()) {
            Optional<ShardCommit> shard = entry.getValue().commit(checkpointId);
            if (shard.isPresent()) {
                IndexCommit commit = new IndexCommit(
                        modelVersion(), generation, checkpointId, attempt().id(), Instant.now(), List.of(shard.get()));
                setCurrentKey(shardKeys[entry.getKey()]);
                lastCommit().update(commit);
                output.collect(new StreamRecord<>(commit));
            }
        }
        attempt().metrics().committed(Duration.ofNanos(System.nanoTime() - start));
    }

    /** Only to clean up: by now the subtasks of this machine have what they need of the files of ended attempts. */
    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        if (!tidy) {
            tidy = true;
            try {
                attempt().work().removeAbandoned();
            } catch (IOException e) {
                LOG.warn("cannot remove what earlier attempts have left in {}: {}", settings.work(), e.toString());
            }
        }
    }

    @Override
    public void close() throws Exception {
        if (attempt != null) {
            List<AutoCloseable> open = new ArrayList<>(attempt.shards().values());
            open.add(attempt.work());
            IOUtils.closeAll(open); // each, whatever befalls the ones before
        }
        super.close();
    }

    private Attempt attempt() {
        return Objects.requireNonNull(attempt, "the operator is not open");
    }

    private ValueState<IndexCommit> lastCommit() {
        return Objects.requireNonNull(lastCommit, "the operator has no state yet");
    }

    private ModelVersion modelVersion() {
        return new ModelVersion(model, version);
    }
}
