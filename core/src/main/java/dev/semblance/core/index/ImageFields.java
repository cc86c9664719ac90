package dev.semblance.core.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * What the documents of one segment say of their images beside the embedding. It lies in a column of its own, from
 * which the ten of an answer are read in a fraction of the time that stored fields take, which are compressed in blocks
 * of many documents:
 *
 * <pre>
 * id            string
 * labels        vint, 0 or 1, and as many strings
 * attributes    vint, and as many pairs of strings, by name
 * </pre>
 *
 * Segments of before the column had stored fields instead, which are still read.
 *
 * <p>For one thread, which asks for documents in ascending order.
 */
final class ImageFields {
    private static final String COLUMN = "image";

    private final LeafReader leaf;
    private final @Nullable BinaryDocValues column;

    private ImageFields(LeafReader leaf, @Nullable BinaryDocValues column) {
        this.leaf = leaf;
        this.column = column;
    }

    static ImageFields of(LeafReader leaf) throws IOException {
        return new ImageFields(leaf, leaf.getBinaryDocValues(COLUMN));
    }

    /** The column of a new document. */
    static BinaryDocValuesField column(IndexedImage image) {
        try {
            ByteBuffersDataOutput out = new ByteBuffersDataOutput();
            out.writeString(image.id());
            out.writeVInt(image.label().isPresent() ? 1 : 0);
            if (image.label().isPresent()) {
                out.writeString(image.label().get());
            }
            out.writeVInt(image.attributes().size());
            for (Map.Entry<String, String> attribute : new TreeMap<>(image.attributes()).entrySet()) {
                out.writeString(attribute.getKey());
                out.writeString(attribute.getValue());
            }
            return new BinaryDocValuesField(COLUMN, new BytesRef(out.toArrayCopy()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it writes to memory
        }
    }

    /** The image of a document as a neighbour at a distance. */
    Neighbour neighbour(int document, float distance) throws IOException {
        if (column == null || !column.advanceExact(document)) {
            return stored(document, distance);
        }
        BytesRef bytes = column.binaryValue();
        ByteArrayDataInput in = new ByteArrayDataInput(bytes.bytes, bytes.offset, bytes.length);
        String id = in.readString();
        Optional<String> label = in.readVInt() == 0 ? Optional.empty() : Optional.of(in.readString());
        int count = in.readVInt();
        if (count == 0) {
            return new Neighbour(id, label, Map.of(), distance);
        }
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            attributes.put(in.readString(), in.readString());
        }
        return new Neighbour(id, label, attributes, distance);
    }

    private Neighbour stored(int document, float distance) throws IOException {
        String id = "";
        Optional<String> label = Optional.empty();
        Map<String, String> attributes = new HashMap<>();
        for (IndexableField field : leaf.storedFields().document(document)) {
            if (field.name().equals(ImageDocument.ID)) {
                id = field.stringValue();
            } else if (field.name().equals(ImageDocument.LABEL)) {
                label = Optional.of(field.stringValue());
            } else if (field.name().startsWith(ImageDocument.ATTRIBUTE)) {
                attributes.put(field.name().substring(ImageDocument.ATTRIBUTE.length()), field.stringValue());
            }
        }
        return new Neighbour(id, label, attributes, distance);
    }
}
