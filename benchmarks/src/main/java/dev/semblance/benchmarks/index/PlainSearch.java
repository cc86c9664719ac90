package dev.semblance.benchmarks.index;

import dev.semblance.core.distance.Embedding;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Lucene's own query on the files of a shard. It reads ids from where they lie: the column that a shard of ours has, or
 * the stored fields of a bare one.
 */
public final class PlainSearch implements NearestIds, Closeable {
    private static final String COLUMN = "image";

    private final FSDirectory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    public PlainSearch(Path folder) throws IOException {
        directory = FSDirectory.open(folder);
        reader = DirectoryReader.open(directory);
        searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
    }

    @Override
    public List<String> nearest(Embedding query, int effort) throws IOException {
        List<String> ids = new ArrayList<>(K);
        KnnFloatVectorQuery knn = new KnnFloatVectorQuery(BareShard.EMBEDDING, query.toArray(), Math.max(K, effort));
        for (ScoreDoc hit : searcher.search(knn, K).scoreDocs) {
            ids.add(id(hit.doc));
        }
        return ids;
    }

    private String id(int document) throws IOException {
        LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(document, reader.leaves()));
        BinaryDocValues column = leaf.reader().getBinaryDocValues(COLUMN);
        if (column == null || !column.advanceExact(document - leaf.docBase)) {
            return searcher.storedFields().document(document).get(BareShard.ID);
        }
        BytesRef bytes = column.binaryValue();
        return new ByteArrayDataInput(bytes.bytes, bytes.offset, bytes.length).readString();
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            reader.close();
        }
    }
}
