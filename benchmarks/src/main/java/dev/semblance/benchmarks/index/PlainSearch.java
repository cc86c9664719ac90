package dev.semblance.benchmarks.index;

import dev.semblance.core.distance.Embedding;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;

/** Lucene's own query on the files of a shard. */
public final class PlainSearch implements NearestIds, Closeable {
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
        StoredFields fields = searcher.storedFields();
        List<String> ids = new ArrayList<>(K);
        KnnFloatVectorQuery knn = new KnnFloatVectorQuery(BareShard.EMBEDDING, query.toArray(), Math.max(K, effort));
        for (ScoreDoc hit : searcher.search(knn, K).scoreDocs) {
            ids.add(fields.document(hit.doc).get(BareShard.ID));
        }
        return ids;
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            reader.close();
        }
    }
}
