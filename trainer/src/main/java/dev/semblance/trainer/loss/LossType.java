package dev.semblance.trainer.loss;

import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Distance;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The kinds of loss there are, with their parameters and how to make one. Defaults are TensorFlow Similarity's. */
enum LossType {
    MULTI_SIMILARITY("distance=cosine, alpha=2, beta=40, epsilon=0.1, lmda=0.5, center=1") {
        @Override
        BatchLoss create(LossParameters of) {
            return new MultiSimilarityLoss(
                    of.distance(),
                    new MultiSimilarityLoss.Weights(
                            of.positive("alpha"),
                            of.positive("beta"),
                            of.fromZero("epsilon"),
                            of.number("lmda"),
                            of.number("center")));
        }
    },

    TRIPLET("distance=cosine, positive=hard, negative=semi-hard, margin=soft") {
        @Override
        BatchLoss create(LossParameters of) {
            return triplet(of, TripletLoss.Reach.ANCHOR);
        }
    },

    PN("distance=cosine, positive=hard, negative=semi-hard, margin=soft") {
        @Override
        BatchLoss create(LossParameters of) {
            return triplet(of, TripletLoss.Reach.ANCHOR_AND_POSITIVE);
        }
    },

    CIRCLE("distance=cosine, gamma=80, margin=0.4") {
        @Override
        BatchLoss create(LossParameters of) {
            return new CircleLoss(of.distance(), of.positive("gamma"), of.number("margin"));
        }
    },

    SOFT_NEAREST_NEIGHBOUR("distance=squared_euclidean, temperature=1") {
        @Override
        BatchLoss create(LossParameters of) {
            return new SoftNearestNeighbourLoss(of.distance(), of.positive("temperature"));
        }
    },

    LIFTED_STRUCTURE("distance=cosine, positive=hard, margin=1") {
        @Override
        BatchLoss create(LossParameters of) {
            return new LiftedStructureLoss(
                    of.distance(), of.choice("positive", PositiveMining.class), of.fromZero("margin"));
        }
    },

    MULTIPLE_NEGATIVES_RANKING("distance=inner_product, scale=20") {
        @Override
        BatchLoss create(LossParameters of) {
            if (of.distance() != Distance.INNER_PRODUCT) {
                throw of.wrong("distance", of.distance().canonicalName(), "always inner_product");
            }
            return new MultipleNegativesRankingLoss(of.positive("scale"));
        }
    };

    /** As a specification gives them. */
    private final String defaults;

    LossType(String defaults) {
        this.defaults = defaults + ", memory=0, memory-warm-up=0";
    }

    /** The loss that the parameters describe, without memory. */
    abstract BatchLoss create(LossParameters of);

    private static BatchLoss triplet(LossParameters of, TripletLoss.Reach reach) {
        TripletLoss.Mining mining = new TripletLoss.Mining(
                of.choice("positive", PositiveMining.class), of.choice("negative", NegativeMining.class));
        return new TripletLoss(of.type().text(), of.distance(), mining, of.margin(), reach);
    }

    /** Parameters in their order, with the values they have when none is given. */
    Map<String, String> defaults() {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String parameter : defaults.split(", ", -1)) {
            int equals = parameter.indexOf('=');
            byName.put(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        return byName;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static LossType of(String name) {
        String wanted = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return Arrays.stream(values())
                .filter(type -> type.text().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new OperatorException("there is no loss '" + name + "'; choose one of "
                        + Arrays.stream(values()).map(LossType::text).collect(Collectors.joining(", "))));
    }
}
