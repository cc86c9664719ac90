package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.model.GradientSafe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Multiple negatives ranking loss (Henderson et al., "Efficient Natural Language Response Suggestion for Smart Reply",
 * 2017), where each query has one key and the keys of all other queries are its negatives. With {@code S = scale q.k}
 * the loss of query {@code i} is {@code ln(1 + sum over j of exp(S[i,j])) - S[i,i]}, as in TensorFlow Similarity.
 *
 * <p>Two examples with the same label are a pair, the first the query and the second the key, so a batch has two of
 * each class: two views of each image, for instance. Further keys, of other batches, are negatives to all queries but
 * those of their own label.
 */
final class MultipleNegativesRankingLoss extends BatchLoss {
    private static final int[] COLUMNS = {1};

    private final float scale;

    MultipleNegativesRankingLoss(float scale) {
        super("multiple-negatives-ranking");
        this.scale = scale;
    }

    @Override
    NDArray of(Examples batch, Examples keys) {
        Positions positions = Positions.of(batch.labels().toLongArray());
        Examples queries = at(positions.queries(), batch);
        Examples candidates = at(positions.keys(), batch);
        if (keys.size() > batch.size()) {
            candidates = candidates.and(new Examples(
                    keys.labels().get(batch.size() + ":"), keys.embeddings().get(batch.size() + ":")));
        }
        PairMasks masks = PairMasks.of(queries.labels(), candidates.labels());
        NDArray factor = GradientSafe.constant(queries.embeddings(), scale);
        NDArray scores = PairwiseDistance.between(Distance.INNER_PRODUCT, queries.embeddings(), candidates.embeddings())
                .neg()
                .mul(factor);
        NDArray own = queries.embeddings()
                .mul(candidates.embeddings().get(":" + queries.size()))
                .sum(COLUMNS, true)
                .mul(factor);
        // A positive that is not the query's own key is a remembered example of the same class: no negative.
        return Mined.logOfOnePlusExp(scores, masks.positives().logicalNot()).sub(own);
    }

    private static Examples at(List<Long> positions, Examples examples) {
        NDArray index = GradientSafe.owned(examples.labels()
                .getManager()
                .create(positions.stream().mapToLong(Long::longValue).toArray()));
        return new Examples(examples.labels().gather(index, 0), examples.embeddingsAt(index));
    }

    /** Where queries and keys stand in a batch, in pairs. */
    private record Positions(List<Long> queries, List<Long> keys) {
        static Positions of(long[] labels) {
            Map<Long, List<Long>> classes = new LinkedHashMap<>();
            for (int i = 0; i < labels.length; i++) {
                classes.computeIfAbsent(labels[i], label -> new ArrayList<>()).add((long) i);
            }
            classes.forEach((label, positions) -> {
                if (positions.size() != 2) {
                    throw new OperatorException("loss multiple-negatives-ranking needs 2 examples of each class in a "
                            + "batch, but class " + label + " has " + positions.size()
                            + "; set 2 examples per class, or choose another loss");
                }
            });
            return new Positions(
                    classes.values().stream().map(List::getFirst).toList(),
                    classes.values().stream().map(List::getLast).toList());
        }
    }
}
