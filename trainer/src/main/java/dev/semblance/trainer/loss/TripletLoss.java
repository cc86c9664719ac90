package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import dev.semblance.core.distance.Distance;

/**
 * Triplet loss (Schroff et al., "FaceNet", 2015) with mining in the batch: the {@link Margin} cost of {@code d(anchor,
 * positive) - d(anchor, negative)}. PN loss (Szubert et al., 2019) differs in that the negative shall be far from the
 * positive as well: its distance is the smaller of those to the two. An anchor without positives or without negatives
 * is not dropped; {@link Mined} says what stands in.
 */
final class TripletLoss extends PairwiseLoss {
    private final PositiveMining positives;
    private final NegativeMining negatives;
    private final Margin margin;
    private final Reach reach;

    TripletLoss(String name, Distance distance, Mining mining, Margin margin, Reach reach) {
        super(name, distance);
        this.positives = mining.positives();
        this.negatives = mining.negatives();
        this.margin = margin;
        this.reach = reach;
    }

    /** Which pairs of an anchor make its triplet. */
    record Mining(PositiveMining positives, NegativeMining negatives) {}

    /** What a negative shall be far from. */
    enum Reach {
        ANCHOR {
            @Override
            NDArray distance(Pairs pairs, Mined positive, Mined negative) {
                return negative.values();
            }
        },

        ANCHOR_AND_POSITIVE {
            @Override
            NDArray distance(Pairs pairs, Mined positive, Mined negative) {
                NDArray apart = pairs.fromKeys(positive.columns())
                        .gather(negative.columns().reshape(-1, 1), 1);
                return NDArrays.where(apart.lte(negative.values()), apart, negative.values());
            }
        };

        /** Of the negative, {@code [anchors, 1]}. */
        abstract NDArray distance(Pairs pairs, Mined positive, Mined negative);
    }

    @Override
    NDArray of(Pairs pairs) {
        Mined positive = positives.mine(pairs);
        Mined negative = negatives.mine(pairs);
        return margin.cost(positive.values().sub(reach.distance(pairs, positive, negative)));
    }
}
