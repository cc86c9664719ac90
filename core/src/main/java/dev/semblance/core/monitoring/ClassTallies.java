package dev.semblance.core.monitoring;

import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds the cells of a confusion matrix up by class. */
final class ClassTallies {
    private final SortedMap<String, ClassReport> classes = new TreeMap<>();

    void add(Cell cell, long count) {
        String actual = cell.actual();
        if (cell.predicted().isEmpty()) {
            add(new ClassReport(actual, count, 0, 0));
            return;
        }
        String predicted = cell.predicted().get();
        if (predicted.equals(actual)) {
            add(new ClassReport(actual, count, count, count));
            return;
        }
        add(new ClassReport(actual, count, 0, 0));
        add(new ClassReport(predicted, 0, count, 0));
    }

    List<ClassReport> reports() {
        return List.copyOf(classes.values());
    }

    private void add(ClassReport more) {
        classes.merge(
                more.label(),
                more,
                (one, other) -> new ClassReport(
                        one.label(),
                        one.support() + other.support(),
                        one.predicted() + other.predicted(),
                        one.right() + other.right()));
    }
}
