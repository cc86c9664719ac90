package dev.semblance.indexer;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.messaging.EventType;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes an {@link IndexCommit} as the event that announces it. */
public final class IndexCommitSerializer extends ImmutableSerializer<IndexCommit> {
    private static final long serialVersionUID = 1L;

    @Override
    public void serialize(IndexCommit commit, DataOutputView target) throws IOException {
        writeBytes(EventType.INDEX_COMMITTED.encode(commit), target);
    }

    @Override
    public IndexCommit deserialize(DataInputView source) throws IOException {
        byte[] event = readBytes(source);
        if (event == null) {
            throw new IOException("a commit is missing");
        }
        return EventType.INDEX_COMMITTED.decode(event);
    }

    @Override
    public TypeSerializerSnapshot<IndexCommit> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<IndexCommit> {
        public Snapshot() {
            super(IndexCommitSerializer::new);
        }
    }
}
