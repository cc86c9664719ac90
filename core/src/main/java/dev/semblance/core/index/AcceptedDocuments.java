package dev.semblance.core.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/** The documents of one segment that a search may find. */
sealed interface AcceptedDocuments {
    /** How many. */
    int count();

    boolean accepts(int document);

    AcceptDocs acceptDocs();

    /** All that were not deleted. */
    static AcceptedDocuments live(LeafReader reader) {
        return new Live(reader);
    }

    /** Those that were not deleted and that a filter lets through. */
    static AcceptedDocuments passing(Weight filter, LeafReaderContext leaf) throws IOException {
        FixedBitSet passing = new FixedBitSet(leaf.reader().maxDoc());
        Scorer scorer = filter.scorer(leaf);
        if (scorer != null) {
            Bits live = leaf.reader().getLiveDocs();
            DocIdSetIterator documents = scorer.iterator();
            for (int document = documents.nextDoc();
                    document != DocIdSetIterator.NO_MORE_DOCS;
                    document = documents.nextDoc()) {
                if (live == null || live.get(document)) {
                    passing.set(document);
                }
            }
        }
        return new Passing(passing, passing.cardinality());
    }

    /** Without a filter. */
    record Live(LeafReader reader) implements AcceptedDocuments {
        @Override
        public int count() {
            return reader.numDocs();
        }

        @Override
        public boolean accepts(int document) {
            Bits live = reader.getLiveDocs();
            return live == null || live.get(document);
        }

        @Override
        public AcceptDocs acceptDocs() {
            return AcceptDocs.fromLiveDocs(reader.getLiveDocs(), reader.maxDoc());
        }
    }

    /** With one. */
    record Passing(FixedBitSet documents, int count) implements AcceptedDocuments {
        @Override
        public boolean accepts(int document) {
            return documents.get(document);
        }

        @Override
        public AcceptDocs acceptDocs() {
            return AcceptDocs.fromIteratorSupplier(
                    () -> new BitSetIterator(documents, count), null, documents.length());
        }
    }
}
