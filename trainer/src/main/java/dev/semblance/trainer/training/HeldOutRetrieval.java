package dev.semblance.trainer.training;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.evaluation.ExactNeighbours;
import dev.semblance.core.evaluation.RankedLabels;
import dev.semblance.core.evaluation.RetrievalMetrics;
import dev.semblance.core.image.Pixels;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LabelledImage;
import dev.semblance.trainer.data.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Judges an embedder as it will be used: test images, which it has never seen, look for their like among stream images,
 * which it has never seen either. The search is exact.
 */
final class HeldOutRetrieval {
    /** Metric names. */
    static final String RECALL_AT_1 = "recall@1";

    static final String RECALL_AT_5 = "recall@5";

    private static final int NEIGHBOURS = 5;
    private static final int BATCH = 64;
    /** Enough for a standard error of recall of about 1 %, without minutes of waiting on large data sets. */
    private static final int MAX_CORPUS = 4000;

    private static final int MAX_QUERIES = 1000;

    private final Embedder embedder;
    private final TrainingListener listener;

    HeldOutRetrieval(Embedder embedder, TrainingListener listener) {
        this.embedder = embedder;
        this.listener = listener;
    }

    Map<String, Double> judge(Splits splits) {
        Dataset corpus = splits.stream().limitedTo(MAX_CORPUS);
        Dataset queries = splits.test().limitedTo(MAX_QUERIES);
        int total = corpus.size() + queries.size();
        ExactNeighbours neighbours = new ExactNeighbours(embed(corpus, 0, total), Distance.COSINE);
        List<Embedding> asked = embed(queries, corpus.size(), total);
        int k = Math.min(NEIGHBOURS, corpus.size());
        List<RankedLabels> ranked = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            List<String> labels = neighbours.nearest(asked.get(i), k).stream()
                    .map(neighbour -> corpus.images().get(neighbour.position()).label())
                    .toList();
            ranked.add(new RankedLabels(queries.images().get(i).label(), labels));
        }
        RetrievalMetrics metrics = new RetrievalMetrics(ranked);
        return Map.of(RECALL_AT_1, metrics.recallAt(1), RECALL_AT_5, metrics.recallAt(k));
    }

    private List<Embedding> embed(Dataset dataset, int done, int total) {
        List<Embedding> embeddings = new ArrayList<>(dataset.size());
        for (int from = 0; from < dataset.size(); from += BATCH) {
            listener.judging(done + from, total);
            List<Pixels> batch = dataset.images().subList(from, Math.min(from + BATCH, dataset.size())).stream()
                    .map(LabelledImage::pixels)
                    .toList();
            embeddings.addAll(embedder.embed(batch));
        }
        listener.judging(done + dataset.size(), total);
        return embeddings;
    }
}
