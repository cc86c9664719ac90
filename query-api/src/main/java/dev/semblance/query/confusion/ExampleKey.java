package dev.semblance.query.confusion;

import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.MatchDecision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.utils.Bytes;

/**
 * A match of a pair of classes, as a key of the state store, so that the newest of a pair comes first. The layout,
 * big-endian: series as 4 bytes of length and UTF-8, the pair as {@link CountKey} has it, the time in µs counted down,
 * the query id.
 */
final class ExampleKey {
    private ExampleKey() {}

    /** What the keys of a pair begin with, and no others. */
    static Bytes pair(Series series, Cell cell) {
        byte[] name = series.key().getBytes(StandardCharsets.UTF_8);
        byte[] pair = CountKey.CellKey.encode(cell);
        return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES + name.length + pair.length)
                .putInt(name.length)
                .put(name)
                .put(pair)
                .array());
    }

    static Bytes of(Bytes pair, MatchDecision decision) {
        byte[] id = decision.queryId().getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(pair.get().length + Long.BYTES + id.length)
                .put(pair.get())
                .putLong(Long.MAX_VALUE - ChronoUnit.MICROS.between(Instant.EPOCH, decision.madeAt()))
                .put(id)
                .array());
    }
}
