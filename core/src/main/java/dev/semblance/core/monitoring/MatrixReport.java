package dev.semblance.core.monitoring;

import dev.semblance.core.evaluation.ConfusionMatrix;
import java.util.List;
import java.util.Optional;

/**
 * What a confusion matrix says, in numbers. A ratio without anything to divide by is 0.
 *
 * @param labelled all queries
 * @param accepted queries that found a match, rightly or not
 * @param right queries that found the right match
 * @param classes one for each that asked or was taken for, in alphabetical order
 * @param confusions all that happened, the most frequent first, of equally frequent ones by name with no match last
 */
public record MatrixReport(
        long labelled, long accepted, long right, List<ClassReport> classes, List<Confusion> confusions) {
    public MatrixReport {
        classes = List.copyOf(classes);
        confusions = List.copyOf(confusions);
        if (right < 0 || right > accepted || accepted > labelled) {
            throw new IllegalArgumentException("of " + labelled + " queries, " + accepted + " cannot be accepted and "
                    + right + " of these be right");
        }
    }

    /** Reads a matrix. */
    public static MatrixReport of(ConfusionMatrix matrix) {
        ClassTallies tallies = new ClassTallies();
        matrix.counts().forEach(tallies::add);
        List<ClassReport> classes = tallies.reports();
        return new MatrixReport(
                classes.stream().mapToLong(ClassReport::support).sum(),
                classes.stream().mapToLong(ClassReport::predicted).sum(),
                classes.stream().mapToLong(ClassReport::right).sum(),
                classes,
                confusions(matrix));
    }

    private static List<Confusion> confusions(ConfusionMatrix matrix) {
        return matrix.counts().entrySet().stream()
                .filter(entry -> isWrong(entry.getKey()) && entry.getValue() > 0)
                .map(Confusion::of)
                .sorted(Confusion.LARGEST_FIRST)
                .toList();
    }

    private static boolean isWrong(ConfusionMatrix.Cell cell) {
        return !cell.predicted().equals(Optional.of(cell.actual()));
    }

    /** Share of all queries that found the right match. */
    public double accuracy() {
        return new Share(right, labelled).value();
    }

    /** Share of the accepted that is right: what a calibration promises for a cutpoint. */
    public double precision() {
        return new Share(right, accepted).value();
    }

    /** Share of all queries that found a match. */
    public double coverage() {
        return new Share(accepted, labelled).value();
    }

    /** Share of all queries that found none. */
    public double noMatchRate() {
        return noMatch().value();
    }

    /** Queries that found no match, of all. */
    public Share noMatch() {
        return new Share(labelled - accepted, labelled);
    }

    /** Mean over the classes that asked or were taken for, as scikit-learn's {@code f1_score} averages. */
    public double macroF1() {
        return classes.stream().mapToDouble(ClassReport::f1).average().orElse(0);
    }

    /** The first of {@link #confusions()}. */
    public List<Confusion> mostConfused(int limit) {
        return confusions.subList(0, Math.clamp(limit, 0, confusions.size()));
    }

    /** The class of that name; empty if it neither asked nor was taken for. */
    public Optional<ClassReport> of(String label) {
        return classes.stream().filter(each -> each.label().equals(label)).findFirst();
    }
}
