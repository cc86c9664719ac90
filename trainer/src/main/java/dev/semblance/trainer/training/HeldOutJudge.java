package dev.semblance.trainer.training;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.evaluation.HeldOutEvaluation;
import dev.semblance.core.evaluation.HeldOutSets;
import dev.semblance.core.evaluation.LabelledEmbedding;
import dev.semblance.core.image.Pixels;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LabelledImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Judges an embedder as it will be used, through the code that will serve it. The search is exact. */
final class HeldOutJudge {
    private static final int BATCH = 64;

    private final Embedder embedder;
    private final Distance distance;
    private final TrainingListener listener;
    private int done;
    private int total;

    HeldOutJudge(Embedder embedder, Distance distance, TrainingListener listener) {
        this.embedder = embedder;
        this.distance = distance;
        this.listener = listener;
    }

    /** Metrics by name, those of each part with its prefix. */
    SortedMap<String, Double> judge(List<HeldOutPart> parts) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        done = 0;
        total = parts.stream().mapToInt(HeldOutPart::size).sum();
        for (HeldOutPart part : parts) {
            HeldOutSets sets = new HeldOutSets(embed(part.index()), embed(part.calibration()), embed(part.queries()));
            HeldOutEvaluation.nearest(distance)
                    .judge(sets)
                    .metrics()
                    .forEach((name, value) -> metrics.put(part.prefix() + name, value));
        }
        return metrics;
    }

    private List<LabelledEmbedding> embed(Dataset dataset) {
        List<LabelledEmbedding> embedded = new ArrayList<>(dataset.size());
        for (int from = 0; from < dataset.size(); from += BATCH) {
            listener.judging(done, total);
            List<LabelledImage> batch = dataset.images().subList(from, Math.min(from + BATCH, dataset.size()));
            List<Pixels> pixels =
                    batch.parallelStream().map(LabelledImage::pixels).toList();
            List<Embedding> embeddings = embedder.embed(pixels);
            for (int i = 0; i < batch.size(); i++) {
                embedded.add(new LabelledEmbedding(batch.get(i).label(), embeddings.get(i)));
            }
            done += batch.size();
        }
        listener.judging(done, total);
        return embedded;
    }
}
