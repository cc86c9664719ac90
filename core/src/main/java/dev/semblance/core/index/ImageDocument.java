package dev.semblance.core.index;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Thumbnail;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DocumentStoredFieldVisitor;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/**
 * The Lucene document of an image:
 *
 * <pre>
 * id              indexed, stored
 * embedding       HNSW, dot product of unit vectors
 * label           indexed, stored, where there is one
 * attribute.NAME  indexed, stored
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
        document.add(new StringField(ID, image.id(), Field.Store.YES));
        document.add(vectorField(image.embedding()));
        image.label().ifPresent(label -> document.add(new StringField(LABEL, label, Field.Store.YES)));
        image.attributes()
                .forEach((name, value) -> document.add(new StringField(ATTRIBUTE + name, value, Field.Store.YES)));
        thumbnail.ifPresent(small -> document.add(new StoredField(THUMBNAIL, small.file())));
        return document;
    }

    private static KnnFloatVectorField vectorField(Embedding embedding) {
        return new KnnFloatVectorField(EMBEDDING, embedding.toArray(), VectorSimilarityFunction.DOT_PRODUCT);
    }

    static Neighbour neighbour(StoredFields fields, int document, float distance) throws IOException {
        String id = "";
        Optional<String> label = Optional.empty();
        Map<String, String> attributes = new HashMap<>();
        AllButThumbnail told = new AllButThumbnail();
        fields.document(document, told);
        for (IndexableField field : told.getDocument()) {
            if (field.name().equals(ID)) {
                id = field.stringValue();
            } else if (field.name().equals(LABEL)) {
                label = Optional.of(field.stringValue());
            } else {
                attributes.put(field.name().substring(ATTRIBUTE.length()), field.stringValue());
            }
        }
        return new Neighbour(id, label, attributes, distance);
    }

    /** Larger than all the rest, and seldom asked for. */
    private static final class AllButThumbnail extends DocumentStoredFieldVisitor {
        @Override
        public Status needsField(FieldInfo field) {
            return field.name.equals(THUMBNAIL) ? Status.NO : Status.YES;
        }
    }

    /** Empty where the document was made without one. */
    static Optional<Thumbnail> thumbnail(LeafReader leaf, int document) throws IOException {
        BytesRef file =
                leaf.storedFields().document(document, Set.of(THUMBNAIL)).getBinaryValue(THUMBNAIL);
        return Optional.ofNullable(file)
                .map(bytes -> Thumbnail.of(Arrays.copyOfRange(bytes.bytes, bytes.offset, bytes.offset + bytes.length)));
    }

    /** @throws IllegalArgumentException if the document has no unit vector */
    static Embedding embedding(LeafReader leaf, int document) throws IOException {
        FloatVectorValues vectors = leaf.getFloatVectorValues(EMBEDDING);
        if (vectors == null) {
            throw new IllegalArgumentException("the document has no vector");
        }
        DocIndexIterator iterator = vectors.iterator();
        if (iterator.advance(document) != document) {
            throw new IllegalArgumentException("the document has no vector");
        }
        return Embedding.of(vectors.vectorValue(iterator.index()));
    }
}
