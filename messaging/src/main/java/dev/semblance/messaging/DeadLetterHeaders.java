package dev.semblance.messaging;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;

/**
 * What a dead letter says about itself, in headers beside those of the record: {@code semblance.reason},
 * {@code semblance.detail}, and where the record lay.
 */
public final class DeadLetterHeaders {
    private static final String PREFIX = "semblance.";

    private final Headers headers;

    /** Adds to these headers. */
    public DeadLetterHeaders(Headers headers) {
        this.headers = headers;
    }

    /**
     * Says why.
     *
     * @param reason code that programs can tell apart
     * @param detail for people
     */
    public DeadLetterHeaders because(String reason, String detail) {
        return with("reason", reason).with("detail", detail);
    }

    /** Says from where. */
    public DeadLetterHeaders from(String topic, int partition, long offset, long timestampMillis) {
        return with("source.topic", topic)
                .with("source.partition", Integer.toString(partition))
                .with("source.offset", Long.toString(offset))
                .with("source.timestamp", Long.toString(timestampMillis));
    }

    /** Adds one more; the name is without its prefix. */
    public DeadLetterHeaders with(String name, String value) {
        headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
        return this;
    }
}
