package dev.semblance.standalone.verify;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.embedding.NoEmbeddingException;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.standalone.verify.Difference.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The fold of one partition by image id: the later record of an id wins, a delete removes it, and so does one that
 * cannot be indexed, which belongs among the dead letters. Keeps ids and vectors in memory.
 */
final class ShardFold {
    private static final int BATCH = 64;

    private final int shard;
    private final ContentReader reader;
    private final Embedder embedder;
    private final DeadLetterLedger letters;
    private final Differences differences;
    private final List<Waiting> batch = new ArrayList<>(BATCH);
    private final Map<String, IndexedImage> images = new HashMap<>();
    /** Ids with a record behind the commit; compaction may have taken the one before, which counts. */
    private final Set<String> hidden = new HashSet<>();

    private long records;
    private long deletes;
    private long refused;
    private long uncheckable;

    /** A record that has been read, with its image not yet embedded. */
    private record Waiting(long offset, Content content) {}

    ShardFold(int shard, ContentReader reader, Embedder embedder, DeadLetterLedger letters, Differences differences) {
        this.shard = shard;
        this.reader = reader;
        this.embedder = embedder;
        this.letters = letters;
        this.differences = differences;
    }

    void add(ConsumerRecord<byte[], byte[]> message) {
        batch.add(new Waiting(message.offset(), reader.read(message)));
        if (batch.size() == BATCH) {
            flush();
        }
    }

    /** Takes in a record behind the commit: what it replaces may be gone from the topic already. */
    void addLater(ConsumerRecord<byte[], byte[]> message) {
        reader.id(message.key()).ifPresent(hidden::add);
    }

    /** Embeds and applies all that waits. */
    void flush() {
        List<Pixels> pixels = batch.stream()
                .map(Waiting::content)
                .filter(Content.Image.class::isInstance)
                .map(content -> ((Content.Image) content).pixels())
                .toList();
        Iterator<Optional<Embedding>> embeddings = embed(pixels).iterator();
        for (Waiting one : batch) {
            apply(one.offset(), one.content(), embeddings);
        }
        batch.clear();
    }

    private List<Optional<Embedding>> embed(List<Pixels> pixels) {
        try {
            return embedder.embed(pixels).stream().map(Optional::of).toList();
        } catch (NoEmbeddingException e) {
            return pixels.stream().map(this::embedAlone).toList();
        }
    }

    private Optional<Embedding> embedAlone(Pixels pixels) {
        try {
            return Optional.of(embedder.embed(pixels));
        } catch (NoEmbeddingException e) {
            return Optional.empty();
        }
    }

    private void apply(long offset, Content content, Iterator<Optional<Embedding>> embeddings) {
        records++;
        switch (content) {
            case Content.Unreadable unreadable -> refuse(offset, unreadable);
            case Content.Delete delete -> {
                accept(offset);
                deletes++;
                images.remove(delete.id());
                hidden.remove(delete.id());
            }
            case Content.Embedded image -> put(offset, image.id(), image.image(), image.embedding());
            case Content.Image image ->
                embeddings
                        .next()
                        .ifPresentOrElse(
                                embedding -> put(offset, image.id(), image.image(), embedding),
                                () -> refuse(
                                        offset,
                                        new Content.Unreadable(
                                                Optional.of(image.id()), "the network gives no embedding")));
        }
    }

    private void put(long offset, String id, ImageRecord image, Embedding embedding) {
        accept(offset);
        images.put(id, new IndexedImage(id, embedding, image.label(), image.attributes()));
        hidden.remove(id);
    }

    private void accept(long offset) {
        if (letters.holds(shard, offset)) {
            differences.add(Kind.DEAD_LETTER_NEEDLESS, where(offset), "the record can be indexed");
        }
    }

    private void refuse(long offset, Content.Unreadable content) {
        refused++;
        content.id().ifPresent(images::remove);
        content.id().ifPresent(hidden::remove);
        if (letters.holds(shard, offset)) {
            return;
        }
        if (letters.hasExpired()) {
            uncheckable++;
            return;
        }
        differences.add(Kind.DEAD_LETTER_LOST, where(offset), content.why());
    }

    private String where(long offset) {
        return "shard " + shard + " offset " + offset;
    }

    Map<String, IndexedImage> images() {
        return images;
    }

    /** Whether the record that counts for this id may be gone from the topic. */
    boolean mayBeCompacted(String id) {
        return hidden.contains(id);
    }

    long records() {
        return records;
    }

    long deletes() {
        return deletes;
    }

    /** Records that cannot be indexed. */
    long refused() {
        return refused;
    }

    /** Images that a later record replaced or deleted. */
    long superseded() {
        return records - refused - deletes - images.size();
    }

    /** Dead letters that may have been there. */
    long uncheckable() {
        return uncheckable;
    }
}
