package dev.semblance.core.model;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.image.InputSpec;
import java.util.List;
import java.util.Map;

/**
 * All there is to know of a model version but its parameters.
 *
 * @param version its name
 * @param network the layers
 * @param input what the network takes
 * @param distance the distance that the embedding was trained for. The index finds by cosine, so it is one that orders
 *     unit vectors as cosine does
 * @param classes labels seen in training
 * @param metrics training summary, by name
 * @param lineage what it was made from
 */
public record ModelDescription(
        ModelVersion version,
        NetworkSpec network,
        InputSpec input,
        Distance distance,
        List<String> classes,
        Map<String, Double> metrics,
        Lineage lineage) {
    public ModelDescription {
        if (!distance.isOrderedLikeCosine()) {
            throw new IllegalArgumentException("an index finds by cosine, which orders neighbours differently from "
                    + distance + "; train for another distance");
        }
        classes = List.copyOf(classes);
        metrics = Map.copyOf(metrics);
    }

    /** The same model as it was made and measured elsewhere. */
    ModelDescription judged(Map<String, Double> there, Lineage made) {
        return new ModelDescription(version, network, input, distance, classes, there, made);
    }
}
