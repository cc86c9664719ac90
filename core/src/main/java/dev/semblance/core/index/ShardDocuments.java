package dev.semblance.core.index;

import dev.semblance.core.image.Thumbnail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;

/**
 * The documents of one shard as they are stored, for those who check or copy an index; queries go to the
 * {@link IndexSnapshot}, which has to be retained as long as this is used.
 *
 * <p>Safe for use by several threads.
 */
public final class ShardDocuments {
    private final DirectoryReader reader;

    ShardDocuments(DirectoryReader reader) {
        this.reader = reader;
    }

    /** Live documents. */
    public int count() {
        return reader.numDocs();
    }

    /** First offset of the partition that is not in the shard, as Lucene's own commit has it; empty if it has none. */
    public OptionalLong nextOffset() throws IOException {
        String value = reader.getIndexCommit().getUserData().get("nextOffset");
        return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    }

    /** Shows the id of each live document, one after the other in no order. */
    public void forEachId(Consumer<String> action) throws IOException {
        for (LeafReaderContext leaf : reader.leaves()) {
            Bits live = leaf.reader().getLiveDocs();
            ImageFields fields = ImageFields.of(leaf.reader());
            for (int document = 0; document < leaf.reader().maxDoc(); document++) {
                if (live == null || live.get(document)) {
                    action.accept(fields.neighbour(document, 0).id());
                }
            }
        }
    }

    /**
     * Finds the live documents of an id: at most one, unless the index is broken.
     *
     * @throws IllegalArgumentException if a document has no unit vector
     */
    public List<IndexedImage> find(String id) throws IOException {
        return read(id, ShardDocuments::image);
    }

    /** The thumbnail of an id; empty where there is no such image, or it was indexed without one. */
    public Optional<Thumbnail> thumbnail(String id) throws IOException {
        return read(id, ImageDocument::thumbnail).stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private interface Part<T> {
        T of(LeafReader leaf, int document) throws IOException;
    }

    /** Reads a part of each live document of an id. */
    private <T> List<T> read(String id, Part<T> part) throws IOException {
        List<T> found = new ArrayList<>(1);
        for (LeafReaderContext context : reader.leaves()) {
            LeafReader leaf = context.reader();
            PostingsEnum documents = leaf.postings(ImageDocument.idTerm(id), PostingsEnum.NONE);
            if (documents == null) {
                continue;
            }
            Bits live = leaf.getLiveDocs();
            for (int document = documents.nextDoc();
                    document != DocIdSetIterator.NO_MORE_DOCS;
                    document = documents.nextDoc()) {
                if (live == null || live.get(document)) {
                    found.add(part.of(leaf, document));
                }
            }
        }
        return found;
    }

    private static IndexedImage image(LeafReader leaf, int document) throws IOException {
        Neighbour fields = ImageFields.of(leaf).neighbour(document, 0);
        return new IndexedImage(
                fields.id(), ImageVectors.of(leaf).embedding(document), fields.label(), fields.attributes());
    }
}
