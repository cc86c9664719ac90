package dev.semblance.indexer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of the image topic for tests. */
final class Records {
    static final int PARTITION = 3;

    private Records() {}

    static SourceRecord record(long offset, String id, byte @Nullable [] value) {
        return record(offset, utf8(id), value, List.of());
    }

    static SourceRecord record(
            long offset, byte @Nullable [] key, byte @Nullable [] value, List<SourceRecord.Header> headers) {
        return new SourceRecord("images", PARTITION, offset, 1_000 + offset, key, value, headers);
    }

    static SourceRecord.Header header(String name, String value) {
        return new SourceRecord.Header(name, utf8(value));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
