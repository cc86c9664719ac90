package dev.semblance.indexer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link SourceRecord} field by field. Public, as is its snapshot, because Flink makes them by reflection. */
public final class SourceRecordSerializer extends ImmutableSerializer<SourceRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void serialize(SourceRecord value, DataOutputView target) throws IOException {
        writeText(value.topic(), target);
        target.writeInt(value.partition());
        target.writeLong(value.offset());
        target.writeLong(value.timestampMillis());
        writeBytes(value.key(), target);
        writeBytes(value.value(), target);
        target.writeInt(value.headers().size());
        for (SourceRecord.Header header : value.headers()) {
            writeText(header.name(), target);
            writeBytes(header.value(), target);
        }
    }

    @Override
    public SourceRecord deserialize(DataInputView source) throws IOException {
        return new SourceRecord(
                readText(source),
                source.readInt(),
                source.readLong(),
                source.readLong(),
                readBytes(source),
                readBytes(source),
                readHeaders(source));
    }

    private static List<SourceRecord.Header> readHeaders(DataInputView source) throws IOException {
        int count = source.readInt();
        List<SourceRecord.Header> headers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            headers.add(new SourceRecord.Header(readText(source), readBytes(source)));
        }
        return List.copyOf(headers);
    }

    @Override
    public TypeSerializerSnapshot<SourceRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SourceRecord> {
        public Snapshot() {
            super(SourceRecordSerializer::new);
        }
    }
}
