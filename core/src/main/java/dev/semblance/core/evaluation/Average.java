package dev.semblance.core.evaluation;

import java.util.Map;
import java.util.TreeMap;

/** A metric's mean over queries. For one thread. */
final class Average {
    /** In the order of the labels, so that the mean does not depend on which class came first. */
    private final Map<String, ClassSum> classes = new TreeMap<>();

    private record ClassSum(double sum, int queries) {
        ClassSum plus(ClassSum other) {
            return new ClassSum(sum + other.sum, queries + other.queries);
        }

        double mean() {
            return sum / queries;
        }
    }

    void add(String label, double value) {
        classes.merge(label, new ClassSum(value, 1), ClassSum::plus);
    }

    /** Every query counts the same. */
    double micro() {
        return classes.values().stream().reduce(ClassSum::plus).orElseThrow().mean();
    }

    /** Every class that was asked for counts the same. */
    double macro() {
        return classes.values().stream().mapToDouble(ClassSum::mean).average().orElseThrow();
    }
}
