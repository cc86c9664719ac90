package dev.semblance.indexer;

import dev.semblance.core.index.IndexCommit;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Tells Flink the serialiser of each type that the job passes on, so that it never falls back to reflection. */
final class ImmutableType<T> extends TypeInformation<T> {
    static final TypeInformation<SourceRecord> SOURCE_RECORD =
            new ImmutableType<>(SourceRecord.class, new SourceRecordSerializer());
    static final TypeInformation<ShardChange> SHARD_CHANGE =
            new ImmutableType<>(ShardChange.class, new ShardChangeSerializer());
    static final TypeInformation<DeadLetter> DEAD_LETTER =
            new ImmutableType<>(DeadLetter.class, new DeadLetterSerializer());
    static final TypeInformation<IndexCommit> INDEX_COMMIT =
            new ImmutableType<>(IndexCommit.class, new IndexCommitSerializer());

    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final ImmutableSerializer<T> serializer;

    private ImmutableType(Class<T> type, ImmutableSerializer<T> serializer) {
        this.type = type;
        this.serializer = serializer;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return serializer;
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof ImmutableType;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImmutableType<?> that && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }
}
