package dev.semblance.indexer;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Thumbnail;
import dev.semblance.core.index.IndexedImage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link ShardChange}: kind, position, then what the kind needs. */
public final class ShardChangeSerializer extends ImmutableSerializer<ShardChange> {
    private static final long serialVersionUID = 1L;
    private static final int PUT = 0;
    private static final int DELETE = 1;
    private static final int SKIP = 2;

    @Override
    public void serialize(ShardChange change, DataOutputView target) throws IOException {
        target.writeByte(kind(change));
        target.writeInt(change.shard());
        target.writeLong(change.offset());
        target.writeLong(change.timestampMillis());
        switch (change) {
            case ShardChange.Put put -> {
                writeImage(put.image(), target);
                writeBytes(put.thumbnail().map(Thumbnail::file).orElse(null), target);
            }
            case ShardChange.Delete delete -> writeText(delete.id(), target);
            case ShardChange.Skip skip -> {}
        }
    }

    private static int kind(ShardChange change) {
        return switch (change) {
            case ShardChange.Put put -> PUT;
            case ShardChange.Delete delete -> DELETE;
            case ShardChange.Skip skip -> SKIP;
        };
    }

    @Override
    public ShardChange deserialize(DataInputView source) throws IOException {
        int kind = source.readByte();
        int shard = source.readInt();
        long offset = source.readLong();
        long timestamp = source.readLong();
        return switch (kind) {
            case PUT -> new ShardChange.Put(shard, offset, timestamp, readImage(source), readThumbnail(source));
            case DELETE -> new ShardChange.Delete(shard, offset, timestamp, readText(source));
            case SKIP -> new ShardChange.Skip(shard, offset, timestamp);
            default -> throw new IOException("unknown kind of change: " + kind);
        };
    }

    private static void writeImage(IndexedImage image, DataOutputView target) throws IOException {
        writeText(image.id(), target);
        writeBytes(image.embedding().toBytes(), target);
        target.writeBoolean(image.label().isPresent());
        if (image.label().isPresent()) {
            writeText(image.label().get(), target);
        }
        target.writeInt(image.attributes().size());
        for (Map.Entry<String, String> attribute : image.attributes().entrySet()) {
            writeText(attribute.getKey(), target);
            writeText(attribute.getValue(), target);
        }
    }

    private static IndexedImage readImage(DataInputView source) throws IOException {
        String id = readText(source);
        byte[] embedding = readBytes(source);
        if (embedding == null) {
            throw new IOException("image " + id + " has no embedding");
        }
        Optional<String> label = source.readBoolean() ? Optional.of(readText(source)) : Optional.empty();
        int count = source.readInt();
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            attributes.put(readText(source), readText(source));
        }
        return new IndexedImage(id, Embedding.fromBytes(embedding), label, attributes);
    }

    private static Optional<Thumbnail> readThumbnail(DataInputView source) throws IOException {
        return Optional.ofNullable(readBytes(source)).map(Thumbnail::of);
    }

    @Override
    public TypeSerializerSnapshot<ShardChange> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ShardChange> {
        public Snapshot() {
            super(ShardChangeSerializer::new);
        }
    }
}
