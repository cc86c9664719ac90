package dev.semblance.indexer;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.embedding.NoEmbeddingException;
import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.Thumbnail;
import dev.semblance.core.image.ThumbnailSpec;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.Sha256;
import dev.semblance.indexer.RecordReader.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Collects records, embeds their images together and makes their thumbnails. What comes out has the order of what went
 * in; each record gives one {@link ShardChange}, and a {@link DeadLetter} beside it where it cannot be indexed, which
 * deletes its id. An image whose bytes were seen lately is not embedded again, nor one whose embedding came along.
 */
final class ImageBatch implements AutoCloseable {
    private final ModelVersion version;
    private final Embedder embedder;
    private final RecordReader reader;
    private final ThumbnailSpec thumbnails;
    private final KnownImages known;
    private final int size;
    private final Output output;
    private final List<Waiting> waiting = new ArrayList<>();

    /** Where the results go. */
    interface Output {
        void change(ShardChange change);

        void deadLetter(DeadLetter letter);

        /**
         * A batch has been embedded.
         *
         * @param novel images that went through the network
         * @param reused images whose embedding was known, or came along
         */
        void embedded(int novel, int reused, Duration time);
    }

    /** A record that has been read. */
    private sealed interface Waiting {
        SourceRecord source();

        record Delete(SourceRecord source, String id) implements Waiting {}

        /** An image whose embedding is known, or came along. */
        record Known(SourceRecord source, Content.Image image, KnownImages.Known known) implements Waiting {}

        /** An image that is to go through the network. */
        record Novel(
                SourceRecord source, Content.Image image, Sha256 digest, Pixels pixels, Optional<Thumbnail> thumbnail)
                implements Waiting {}
    }

    /**
     * Starts with nothing.
     *
     * @param version of the embedder
     */
    ImageBatch(
            ModelVersion version,
            Embedder embedder,
            RecordReader reader,
            ThumbnailSpec thumbnails,
            KnownImages known,
            int size,
            Output output) {
        this.version = version;
        this.embedder = embedder;
        this.reader = reader;
        this.thumbnails = thumbnails;
        this.known = known;
        this.size = size;
        this.output = output;
    }

    /** Adds a record; a full batch is flushed. */
    void add(SourceRecord source) {
        try {
            waiting.add(read(source));
        } catch (BadImageException e) {
            flush(); // what came before leaves before
            reject(source, e);
        }
        if (waiting.size() >= size) {
            flush();
        }
    }

    private Waiting read(SourceRecord source) throws BadImageException {
        return switch (reader.read(source)) {
            case Content.Delete delete -> new Waiting.Delete(source, delete.id());
            case Content.Image image -> read(source, image);
        };
    }

    private Waiting read(SourceRecord source, Content.Image image) throws BadImageException {
        Optional<Embedding> given = image.image().embeddingFor(version, embedder.dimension());
        if (given.isPresent()) {
            return new Waiting.Known(source, image, new KnownImages.Known(given.get(), thumbnail(image)));
        }
        Sha256 digest = Sha256.of(image.image().image());
        Optional<KnownImages.Known> seen = known.find(digest);
        if (seen.isPresent()) {
            return new Waiting.Known(source, image, seen.get());
        }
        Pixels pixels = reader.pixels(image);
        return new Waiting.Novel(
                source, image, digest, pixels, thumbnails.of(image.image().image(), pixels));
    }

    /** An image that is there is looked at, though nobody needs it to be embedded. */
    private Optional<Thumbnail> thumbnail(Content.Image image) throws BadImageException {
        if (!image.image().hasImage()) {
            return Optional.empty();
        }
        return thumbnails.of(image.image().image(), reader.pixels(image));
    }

    /** Embeds and emits all that waits. */
    void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        List<Pixels> pixels = novel().map(Waiting.Novel::pixels).toList();
        List<Embedding> embeddings;
        try {
            embeddings = embedder.embed(pixels);
        } catch (NoEmbeddingException e) {
            flushOneByOne();
            return;
        }
        int reused =
                (int) waiting.stream().filter(Waiting.Known.class::isInstance).count();
        output.embedded(pixels.size(), reused, Duration.ofNanos(System.nanoTime() - start));
        Iterator<Embedding> next = embeddings.iterator();
        for (Waiting one : waiting) {
            emit(one, next);
        }
        waiting.clear();
    }

    private Stream<Waiting.Novel> novel() {
        return waiting.stream().filter(Waiting.Novel.class::isInstance).map(Waiting.Novel.class::cast);
    }

    /** Some image gives no unit vector; finds out which, and lets the others through. */
    private void flushOneByOne() {
        for (Waiting one : waiting) {
            try {
                emit(one, embedAlone(one).iterator());
            } catch (BadImageException e) {
                reject(one.source(), e);
            }
        }
        waiting.clear();
    }

    /** Only what the network says counts against the image; a fault of those who take the results does not. */
    private List<Embedding> embedAlone(Waiting one) throws BadImageException {
        if (!(one instanceof Waiting.Novel image)) {
            return List.of();
        }
        try {
            return List.of(embedder.embed(image.pixels()));
        } catch (NoEmbeddingException e) {
            throw new BadImageException(Reason.NOT_EMBEDDABLE, "the network gives no embedding: " + e.getMessage(), e);
        }
    }

    private void emit(Waiting one, Iterator<Embedding> embeddings) {
        SourceRecord source = one.source();
        output.change(
                switch (one) {
                    case Waiting.Delete delete ->
                        new ShardChange.Delete(
                                source.partition(), source.offset(), source.timestampMillis(), delete.id());
                    case Waiting.Known image -> put(source, image.image(), image.known());
                    case Waiting.Novel image -> {
                        KnownImages.Known made = new KnownImages.Known(embeddings.next(), image.thumbnail());
                        known.add(image.digest(), made);
                        yield put(source, image.image(), made);
                    }
                });
    }

    private static ShardChange.Put put(SourceRecord source, Content.Image content, KnownImages.Known made) {
        ImageRecord image = content.image();
        return new ShardChange.Put(
                source.partition(),
                source.offset(),
                source.timestampMillis(),
                new IndexedImage(content.id(), made.embedding(), image.label(), image.attributes()),
                made.thumbnail());
    }

    /**
     * Takes what its id had before out of the index: that is no longer what the id stands for, and the topic's
     * compaction is free to remove it, so an index that is built anew would not have it either.
     */
    private void reject(SourceRecord source, BadImageException fault) {
        output.deadLetter(new DeadLetter(source, fault.reason().code(), String.valueOf(fault.getMessage())));
        output.change(reader.readableId(source)
                .<ShardChange>map(
                        id -> new ShardChange.Delete(source.partition(), source.offset(), source.timestampMillis(), id))
                .orElseGet(() -> new ShardChange.Skip(source.partition(), source.offset(), source.timestampMillis())));
    }

    @Override
    public void close() {
        embedder.close();
    }
}
