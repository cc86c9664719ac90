package dev.semblance.core.index;

import dev.semblance.core.distance.Embedding;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * The Lucene document of an image:
 *
 * <pre>
 * id              indexed
 * embedding       HNSW, dot product of unit vectors
 * label           indexed, where there is one
 * attribute.NAME  indexed
 * image           id, label and attributes as {@link ImageFields} reads them
 * </pre>
 */
final class ImageDocument {
    static final String ID = "id";
    static final String EMBEDDING = "embedding";
    static final String LABEL = "label";
    static final String ATTRIBUTE = "attribute.";

    private ImageDocument() {}

    static Term idTerm(String id) {
        return new Term(ID, id);
    }

    static Document of(IndexedImage image) {
        Document document = new Document();
        document.add(new StringField(ID, image.id(), Field.Store.NO));
        document.add(vectorField(image.embedding()));
        image.label().ifPresent(label -> document.add(new StringField(LABEL, label, Field.Store.NO)));
        image.attributes()
                .forEach((name, value) -> document.add(new StringField(ATTRIBUTE + name, value, Field.Store.NO)));
        document.add(ImageFields.column(image));
        return document;
    }

    private static KnnFloatVectorField vectorField(Embedding embedding) {
        return new KnnFloatVectorField(EMBEDDING, embedding.toArray(), VectorSimilarityFunction.DOT_PRODUCT);
    }
}
