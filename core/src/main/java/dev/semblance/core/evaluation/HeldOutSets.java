package dev.semblance.core.evaluation;

import java.util.List;
import java.util.Set;

/**
 * What a model version is judged on: images that it has not seen, in three sets that share no image.
 *
 * @param index what is searched
 * @param calibration what the threshold is found with
 * @param queries what is asked for, and reported on
 */
public record HeldOutSets(
        List<LabelledEmbedding> index, List<LabelledEmbedding> calibration, List<LabelledEmbedding> queries) {
    public HeldOutSets {
        index = nonEmpty("index", index);
        calibration = nonEmpty("calibration", calibration);
        queries = nonEmpty("query", queries);
    }

    /**
     * All three sets with nothing but these classes, as if there were no others: the usual test on classes that were
     * not seen in training.
     *
     * @throws IllegalArgumentException if that leaves a set empty
     */
    public HeldOutSets onlyClasses(Set<String> classes) {
        return new HeldOutSets(of(classes, index), of(classes, calibration), of(classes, queries));
    }

    /**
     * Only queries of these classes, against the whole index and with the threshold of all classes: what users of those
     * classes will see.
     *
     * @throws IllegalArgumentException if there is no such query
     */
    public HeldOutSets askingFor(Set<String> classes) {
        return new HeldOutSets(index, calibration, of(classes, queries));
    }

    private static List<LabelledEmbedding> of(Set<String> classes, List<LabelledEmbedding> set) {
        return set.stream().filter(image -> classes.contains(image.label())).toList();
    }

    private static List<LabelledEmbedding> nonEmpty(String name, List<LabelledEmbedding> set) {
        if (set.isEmpty()) {
            throw new IllegalArgumentException("the " + name + " set has no images to judge with");
        }
        return List.copyOf(set);
    }
}
