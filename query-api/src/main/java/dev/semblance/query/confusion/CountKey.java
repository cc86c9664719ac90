package dev.semblance.query.confusion;

import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * What is counted, as a key of the state store. The layout, big-endian:
 *
 * <pre>
 * window length, ms   8 bytes, 0 for all
 * slice begin, ms     8 bytes
 * series              4 bytes of length, UTF-8
 * kind                1 byte: 0 matches, 1 matches without an answer, 2 distances, 3 confusion
 * the kind's own      distances: bin, 2 bytes; confusion: actual class as 4 bytes of length and UTF-8, 1 byte that
 *                     is 1 where there is a predicted one, the predicted class like the actual one
 * </pre>
 *
 * <p>So what one slice of a window holds lies together, and the oldest slices come first.
 */
sealed interface CountKey {
    /** All queries. */
    record Matches() implements CountKey {}

    /** Queries that were refused, or found nothing. */
    record NoMatch() implements CountKey {}

    /** Queries whose match was about this far away, accepted or not. */
    record Distance(int bin) implements CountKey {}

    /** Queries whose class is known. */
    record Confusion(Cell cell) implements CountKey {}

    private static byte kind(CountKey key) {
        return switch (key) {
            case Matches matches -> 0;
            case NoMatch noMatch -> 1;
            case Distance distance -> 2;
            case Confusion confusion -> 3;
        };
    }

    /** What the keys of a slice begin with, and those of no earlier one. */
    static Bytes slice(Window window, long slice) {
        return Bytes.wrap(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(window.millis())
                .putLong(slice)
                .array());
    }

    /** What the keys of a series in a slice begin with. */
    static Bytes prefix(Window window, long slice, Series series) {
        byte[] name = series.key().getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES + name.length)
                .putLong(window.millis())
                .putLong(slice)
                .putInt(name.length)
                .put(name)
                .array());
    }

    /** The whole key. */
    default Bytes under(Bytes prefix) {
        byte[] own = own();
        return Bytes.wrap(ByteBuffer.allocate(prefix.get().length + 1 + own.length)
                .put(prefix.get())
                .put(kind(this))
                .put(own)
                .array());
    }

    private byte[] own() {
        return switch (this) {
            case Matches matches -> new byte[0];
            case NoMatch noMatch -> new byte[0];
            case Distance(int bin) ->
                ByteBuffer.allocate(Short.BYTES).putShort((short) bin).array();
            case Confusion(Cell cell) -> CellKey.encode(cell);
        };
    }

    /** The series of a key. */
    static Series series(Bytes key) {
        ByteBuffer bytes = ByteBuffer.wrap(key.get()).position(2 * Long.BYTES);
        return Series.parse(CellKey.text(bytes));
    }

    /** Reads what follows the prefix. */
    static CountKey parse(Bytes key, int prefixLength) {
        ByteBuffer rest = ByteBuffer.wrap(key.get(), prefixLength, key.get().length - prefixLength);
        return switch (rest.get()) {
            case 0 -> new Matches();
            case 1 -> new NoMatch();
            case 2 -> new Distance(rest.getShort());
            case 3 -> new Confusion(CellKey.decode(rest));
            default -> throw new IllegalStateException("the state store was written by another version of Semblance");
        };
    }

    /** A pair of classes as bytes; none is the beginning of another. */
    final class CellKey {
        private CellKey() {}

        static byte[] encode(Cell cell) {
            byte[] actual = cell.actual().getBytes(StandardCharsets.UTF_8);
            byte[] predicted = cell.predicted().orElse("").getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(2 * Integer.BYTES + actual.length + 1 + predicted.length)
                    .putInt(actual.length)
                    .put(actual)
                    .put((byte) (cell.predicted().isPresent() ? 1 : 0))
                    .putInt(predicted.length)
                    .put(predicted)
                    .array();
        }

        static Cell decode(ByteBuffer bytes) {
            String actual = text(bytes);
            boolean accepted = bytes.get() == 1;
            String predicted = text(bytes);
            return new Cell(actual, accepted ? Optional.of(predicted) : Optional.empty());
        }

        private static String text(ByteBuffer bytes) {
            byte[] text = new byte[bytes.getInt()];
            bytes.get(text);
            return new String(text, StandardCharsets.UTF_8);
        }
    }
}
