package dev.semblance.indexer;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.model.ModelVersion;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the shards' commits of a checkpoint into one that names all shards. Runs alone (parallelism 1); all commits
 * of a checkpoint reach it before the barrier does. The first checkpoint of an attempt gives a commit even if nothing
 * has changed: of an empty index, so that readers can tell it from one that is not there, and of a restored one,
 * because its announcement may have been lost with a transaction that timed out before the restart.
 */
final class CommitCollector extends AbstractStreamOperator<IndexCommit>
        implements OneInputStreamOperator<IndexCommit, IndexCommit> {
    private static final long serialVersionUID = 1L;

    private final String model;
    private final String version;
    private final long newGeneration;
    private transient @Nullable Gathered gathered;
    private transient boolean changed;

    /**
     * A collector.
     *
     * @param generation of an index that starts with the image topic; one that goes on from a checkpoint keeps its own
     */
    CommitCollector(ModelVersion version, long generation) {
        this.model = version.model();
        this.version = version.version();
        this.newGeneration = generation;
    }

    /**
     * What lives from the start of an attempt to its end.
     *
     * @param attempt its id
     * @param generation of the index
     * @param shards newest commit of each shard
     * @param state holds the newest commit of all shards
     */
    private record Gathered(
            String attempt, long generation, Map<Integer, ShardCommit> shards, ListState<IndexCommit> state) {
        void add(IndexCommit commit) {
            commit.shards().forEach(shard -> shards.put(shard.shard(), shard));
        }
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        ListState<IndexCommit> state = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("index-commit", ImmutableType.INDEX_COMMIT));
        Optional<IndexCommit> restored = restored(state);
        long generation = restored.map(IndexCommit::generation).orElse(newGeneration);
        gathered = new Gathered(UUID.randomUUID().toString().substring(0, 13), generation, new TreeMap<>(), state);
        restored.ifPresent(gathered::add);
        changed = true;
    }

    private static Optional<IndexCommit> restored(ListState<IndexCommit> state) throws Exception {
        Iterator<IndexCommit> commits = state.get().iterator();
        return commits.hasNext() ? Optional.of(commits.next()) : Optional.empty();
    }

    @Override
    public void processElement(StreamRecord<IndexCommit> element) {
        gathered().add(element.getValue());
        changed = true;
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        if (changed) {
            output.collect(new StreamRecord<>(commit(checkpointId)));
            changed = false;
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        gathered().state().update(List.of(commit(context.getCheckpointId())));
    }

    private IndexCommit commit(long checkpointId) {
        return new IndexCommit(
                new ModelVersion(model, version),
                gathered().generation(),
                checkpointId,
                gathered().attempt(),
                Instant.now(),
                List.copyOf(gathered().shards().values()));
    }

    private Gathered gathered() {
        return Objects.requireNonNull(gathered, "the operator has no state yet");
    }
}
