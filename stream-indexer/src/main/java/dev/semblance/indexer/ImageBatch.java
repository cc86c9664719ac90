package dev.semblance.indexer;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.embedding.NoEmbeddingException;
import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.indexer.RecordReader.Content;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Collects records and embeds their images together. What comes out has the order of what went in; each record gives
 * one {@link ShardChange}, and a {@link DeadLetter} beside it where it cannot be indexed.
 */
final class ImageBatch implements AutoCloseable {
    private final Embedder embedder;
    private final RecordReader reader;
    private final int size;
    private final Output output;
    private final List<Waiting> waiting = new ArrayList<>();

    /** Where the results go. */
    interface Output {
        void change(ShardChange change);

        void deadLetter(DeadLetter letter);
    }

    /** A record that has been read, with its image not yet embedded. */
    private record Waiting(SourceRecord source, Content content) {}

    ImageBatch(Embedder embedder, RecordReader reader, int size, Output output) {
        this.embedder = embedder;
        this.reader = reader;
        this.size = size;
        this.output = output;
    }

    /** Adds a record; a full batch is flushed. */
    void add(SourceRecord source) {
        try {
            waiting.add(new Waiting(source, reader.read(source)));
        } catch (BadImageException e) {
            flush(); // what came before leaves before
            reject(source, e);
        }
        if (waiting.size() >= size) {
            flush();
        }
    }

    /** Embeds and emits all that waits. */
    void flush() {
        List<Pixels> pixels = new ArrayList<>();
        for (Waiting one : waiting) {
            if (one.content() instanceof Content.Image image) {
                pixels.add(image.pixels());
            }
        }
        List<Embedding> embeddings;
        try {
            embeddings = embedder.embed(pixels);
        } catch (NoEmbeddingException e) {
            flushOneByOne();
            return;
        }
        Iterator<Embedding> next = embeddings.iterator();
        for (Waiting one : waiting) {
            emit(one, next);
        }
        waiting.clear();
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
        if (!(one.content() instanceof Content.Image image)) {
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
                switch (one.content()) {
                    case Content.Delete delete ->
                        new ShardChange.Delete(
                                source.partition(), source.offset(), source.timestampMillis(), delete.id());
                    case Content.Image image ->
                        new ShardChange.Put(
                                source.partition(),
                                source.offset(),
                                source.timestampMillis(),
                                new IndexedImage(
                                        image.id(),
                                        embeddings.next(),
                                        image.image().label(),
                                        image.image().attributes()));
                });
    }

    private void reject(SourceRecord source, BadImageException fault) {
        output.deadLetter(new DeadLetter(source, fault.reason().code(), String.valueOf(fault.getMessage())));
        output.change(new ShardChange.Skip(source.partition(), source.offset(), source.timestampMillis()));
    }

    @Override
    public void close() {
        embedder.close();
    }
}
