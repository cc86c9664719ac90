package dev.semblance.core.index;

import dev.semblance.core.distance.Embedding;
import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;

/** The embeddings of one segment. For one thread, which asks for documents in ascending order. */
final class ImageVectors {
    private final FloatVectorValues vectors;
    private final DocIndexIterator documents;

    private ImageVectors(FloatVectorValues vectors) {
        this.vectors = vectors;
        this.documents = vectors.iterator();
    }

    /** @throws IllegalArgumentException if the segment has no vectors */
    static ImageVectors of(LeafReader leaf) throws IOException {
        FloatVectorValues vectors = leaf.getFloatVectorValues(ImageDocument.EMBEDDING);
        if (vectors == null) {
            throw new IllegalArgumentException("the document has no vector");
        }
        return new ImageVectors(vectors);
    }

    /** @throws IllegalArgumentException if the document has no unit vector */
    Embedding embedding(int document) throws IOException {
        if (documents.docID() != document && documents.advance(document) != document) {
            throw new IllegalArgumentException("the document has no vector");
        }
        return Embedding.of(vectors.vectorValue(documents.index()));
    }
}
