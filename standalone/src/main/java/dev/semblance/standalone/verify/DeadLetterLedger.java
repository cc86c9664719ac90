package dev.semblance.standalone.verify;

import dev.semblance.core.model.ModelVersion;
import dev.semblance.messaging.PartitionReader;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.verify.Difference.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** How often each record of the image topic is among the dead letters of one model version. */
final class DeadLetterLedger {
    private static final String PREFIX = "semblance.";

    private final String version;
    private final Map<Source, Integer> letters = new HashMap<>();
    private boolean expired;

    /** Where a dead letter was before. */
    private record Source(int partition, long offset) {}

    private DeadLetterLedger(ModelVersion version) {
        this.version = version.key();
    }

    /** Reads all that was written until now. The letters of a commit are, before it is announced. */
    static DeadLetterLedger read(String bootstrap, Topics topics, ModelVersion version) {
        DeadLetterLedger ledger = new DeadLetterLedger(version);
        topics.writtenEnds(Topic.DEAD_LETTERS).forEach((partition, end) -> {
            try (PartitionReader reader = new PartitionReader(bootstrap, Topic.DEAD_LETTERS, partition)) {
                long start = reader.start();
                ledger.expired |= start > 0;
                reader.read(start, end, ledger::add);
            }
        });
        return ledger;
    }

    private void add(ConsumerRecord<byte[], byte[]> letter) {
        if (header(letter, "model.version").equals(version)
                && header(letter, "source.topic").equals(Topic.IMAGES.topicName())) {
            Source source = new Source(
                    Integer.parseInt(header(letter, "source.partition")),
                    Long.parseLong(header(letter, "source.offset")));
            letters.merge(source, 1, Integer::sum);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(PREFIX + name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    boolean holds(int partition, long offset) {
        return letters.containsKey(new Source(partition, offset));
    }

    /** The topic keeps its records for a time only: whether some have gone, so that one that is not there may have. */
    boolean hasExpired() {
        return expired;
    }

    /** Reports the records that are there more than once for each time that the index was built. */
    void reportRepeated(long generation, Differences differences) {
        letters.forEach((source, count) -> {
            if (count > generation) {
                differences.add(
                        Kind.DEAD_LETTER_REPEATED,
                        "shard " + source.partition() + " offset " + source.offset(),
                        count + " dead letters of an index that was built " + generation + " times");
            }
        });
    }
}
