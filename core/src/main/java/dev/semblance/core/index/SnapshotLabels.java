package dev.semblance.core.index;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** Which images of a snapshot have a label. Reads the term dictionaries, which hold nothing but ids and labels. */
final class SnapshotLabels {
    private final List<LeafReaderContext> leaves;

    SnapshotLabels(List<LeafReaderContext> leaves) {
        this.leaves = List.copyOf(leaves);
    }

    /** The label of each document of the snapshot, null where there is none or the document was deleted. */
    @Nullable
    String[] byDocument(int documents) throws IOException {
        @Nullable String[] labels = new @Nullable String[documents];
        for (LeafReaderContext leaf : leaves) {
            String[] last = new String[1];
            BytesRef[] lastTerm = new BytesRef[1];
            forEachLive(leaf.reader(), ImageDocument.LABEL, (label, document) -> {
                if (!label.equals(lastTerm[0])) {
                    lastTerm[0] = BytesRef.deepCopyOf(label);
                    last[0] = label.utf8ToString();
                }
                labels[leaf.docBase + document] = last[0];
            });
        }
        return labels;
    }

    private record Drawn(long lot, String id) {}

    /** The ids with the lowest lots, which are digests of seed and id, the lowest first. */
    List<String> sampleOfIds(int size, long seed) throws IOException {
        Comparator<Drawn> byLot = Comparator.comparingLong(Drawn::lot).thenComparing(Drawn::id);
        PriorityQueue<Drawn> lowest = new PriorityQueue<>(byLot.reversed());
        for (LeafReaderContext leaf : leaves) {
            FixedBitSet labelled = labelled(leaf.reader());
            forEachLive(leaf.reader(), ImageDocument.ID, (id, document) -> {
                if (labelled.get(document)) {
                    lowest.add(new Drawn(lot(id, seed), id.utf8ToString()));
                    if (lowest.size() > size) {
                        lowest.remove();
                    }
                }
            });
        }
        return lowest.stream().sorted(byLot).map(Drawn::id).toList();
    }

    private static long lot(BytesRef id, long seed) {
        long digest = StringHelper.murmurhash3_x64_128(id)[0];
        return new SplittableRandom(digest ^ seed).nextLong();
    }

    private static FixedBitSet labelled(LeafReader reader) throws IOException {
        FixedBitSet labelled = new FixedBitSet(reader.maxDoc());
        forEachLive(reader, ImageDocument.LABEL, (label, document) -> labelled.set(document));
        return labelled;
    }

    private interface Posting {
        /** @param term is another one after the call */
        void at(BytesRef term, int document);
    }

    private static void forEachLive(LeafReader reader, String field, Posting action) throws IOException {
        Terms terms = reader.terms(field);
        if (terms == null) {
            return;
        }
        Bits live = reader.getLiveDocs();
        TermsEnum each = terms.iterator();
        PostingsEnum documents = null;
        for (BytesRef term = each.next(); term != null; term = each.next()) {
            documents = each.postings(documents, PostingsEnum.NONE);
            for (int document = documents.nextDoc();
                    document != DocIdSetIterator.NO_MORE_DOCS;
                    document = documents.nextDoc()) {
                if (live == null || live.get(document)) {
                    action.at(term, document);
                }
            }
        }
    }
}
