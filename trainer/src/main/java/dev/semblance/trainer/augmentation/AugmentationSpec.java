package dev.semblance.trainer.augmentation;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which augmentations a training uses, as text: {@code none}, or what {@link AugmentationKind} names, separated by
 * commas and applied in this order, each with parameters in parentheses where the defaults do not suit.
 *
 * <pre>
 * flip,crop(padding=4),jitter(p=0.8,brightness=0.4)
 * </pre>
 *
 * <p>Each has {@code p}, the probability with which it changes an image.
 *
 * @param steps in order
 */
public record AugmentationSpec(List<AugmentationStep> steps) {
    /** Changes nothing. */
    public static final AugmentationSpec NONE = new AugmentationSpec(List.of());

    private static final String NOTHING = "none";
    private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^()]*\\))");

    public AugmentationSpec {
        steps = List.copyOf(steps);
    }

    /**
     * Reads what a person wrote.
     *
     * @throws dev.semblance.core.OperatorException if it names what there is not, or a value that is out of range
     */
    public static AugmentationSpec parse(String text) {
        if (text.strip().equals(NOTHING)) {
            return NONE;
        }
        return new AugmentationSpec(Arrays.stream(COMMA_OUTSIDE_PARENTHESES.split(text, -1))
                .map(step -> AugmentationStep.parse(step.strip()))
                .toList());
    }

    /** What it describes. */
    public Augmentation augmentation() {
        return new Compose(steps.stream().map(AugmentationStep::augmentation).toList());
    }

    /** The same augmentations as text, with every parameter; it parses to an equal one. */
    @Override
    public String toString() {
        if (steps.isEmpty()) {
            return NOTHING;
        }
        return steps.stream().map(AugmentationStep::toString).collect(Collectors.joining(","));
    }
}
