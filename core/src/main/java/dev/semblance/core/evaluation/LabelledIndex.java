package dev.semblance.core.evaluation;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.evaluation.ExactNeighbours.Neighbour;
import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import java.util.ArrayList;
import java.util.List;

/** Labelled embeddings that labelled queries search exactly. Immutable. */
public final class LabelledIndex {
    private final List<String> labels;
    private final ClassSizes classes;
    private final ExactNeighbours neighbours;

    public LabelledIndex(List<LabelledEmbedding> images, Distance distance) {
        this.labels = images.stream().map(LabelledEmbedding::label).toList();
        this.classes = ClassSizes.of(labels);
        this.neighbours = new ExactNeighbours(
                images.stream().map(LabelledEmbedding::embedding).toList(), distance);
    }

    public int size() {
        return labels.size();
    }

    /** How many images of each class there are. */
    public ClassSizes classes() {
        return classes;
    }

    /** Each query with its {@code k} nearest, in the order of the queries; with all where the index is smaller. */
    public List<LabelledQuery> search(List<LabelledEmbedding> queries, int k) {
        List<List<Neighbour>> found = neighbours.nearestOfEach(
                queries.stream().map(LabelledEmbedding::embedding).toList(), k);
        List<LabelledQuery> answers = new ArrayList<>(queries.size());
        for (int i = 0; i < found.size(); i++) {
            List<LabelledNeighbour> labelled = found.get(i).stream()
                    .map(neighbour -> new LabelledNeighbour(labels.get(neighbour.position()), neighbour.distance()))
                    .toList();
            answers.add(new LabelledQuery(queries.get(i).label(), labelled));
        }
        return answers;
    }
}
