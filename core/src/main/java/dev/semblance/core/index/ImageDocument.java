package dev.semblance.core.index;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Thumbnail;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/**
 * The Lucene document of an image:
 *
 * <pre>
 * id              indexed
 * embedding       HNSW, dot product of unit vectors
 * label           indexed, where there is one
 * attribute.NAME  indexed
 * image           id, label and attributes as {@link ImageFields} reads them
 * thumbnail       stored, where there is one: a file, which begins with what its format is
 * </pre>
 */
final class ImageDocument {
    static final String ID = "id";
    static final String EMBEDDING = "embedding";
    static final String LABEL = "label";
    static final String ATTRIBUTE = "attribute.";
    static final String THUMBNAIL = "thumbnail";

    private ImageDocument() {}

    static Term idTerm(String id) {
        return new Term(ID, id);
    }

    static Document of(IndexedImage image, Optional<Thumbnail> thumbnail) {
        Document document = new Document();
        document.add(new StringField(ID, image.id(), Field.Store.NO));
        document.add(vectorField(image.embedding()));
        image.label().ifPresent(label -> document.add(new StringField(LABEL, label, Field.Store.NO)));
        image.attributes()
                .forEach((name, value) -> document.add(new StringField(ATTRIBUTE + name, value, Field.Store.NO)));
        document.add(ImageFields.column(image));
        thumbnail.ifPresent(small -> document.add(new StoredField(THUMBNAIL, small.file())));
        return document;
    }

    private static KnnFloatVectorField vectorField(Embedding embedding) {
        return new KnnFloatVectorField(EMBEDDING, embedding.toArray(), VectorSimilarityFunction.DOT_PRODUCT);
    }

    /** Empty where the document was made without one. */
    static Optional<Thumbnail> thumbnail(LeafReader leaf, int document) throws IOException {
        BytesRef file =
                leaf.storedFields().document(document, Set.of(THUMBNAIL)).getBinaryValue(THUMBNAIL);
        return Optional.ofNullable(file)
                .map(bytes -> Thumbnail.of(Arrays.copyOfRange(bytes.bytes, bytes.offset, bytes.offset + bytes.length)));
    }
}
