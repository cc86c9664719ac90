package dev.semblance.trainer.augmentation;

import dev.semblance.core.OperatorException;
import dev.semblance.trainer.augmentation.AugmentationKind.Parameter;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One augmentation of an {@link AugmentationSpec}: {@code crop}, {@code crop(padding=2)}.
 *
 * @param kind what it does
 * @param parameters a value for each parameter that the kind has, by name
 */
public record AugmentationStep(AugmentationKind kind, Map<String, Double> parameters) {
    private static final Pattern FORM = Pattern.compile("([^()]*?)\\s*(?:\\(([^()]*)\\))?");

    /**
     * Refuses values that are out of range.
     *
     * @throws OperatorException if the augmentation cannot be built of them
     */
    public AugmentationStep {
        parameters = Map.copyOf(parameters);
        if (!parameters.keySet().equals(names(kind))) {
            throw new IllegalArgumentException(kind.text() + " takes " + names(kind) + ", not " + parameters.keySet());
        }
        build(kind, parameters);
    }

    static AugmentationStep parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new OperatorException("cannot read the augmentation '" + text
                    + "'; write it as name or as name(parameter=number,parameter=number)");
        }
        AugmentationKind kind = AugmentationKind.of(matcher.group(1));
        Map<String, Double> parameters = new HashMap<>();
        String given = matcher.group(2);
        if (given != null && !given.isBlank()) {
            for (String assignment : given.split(",", -1)) {
                assign(kind, assignment.strip(), parameters);
            }
        }
        for (Parameter parameter : kind.parameters()) {
            parameters.putIfAbsent(parameter.name(), parameter.otherwise());
        }
        return new AugmentationStep(kind, parameters);
    }

    private static void assign(AugmentationKind kind, String assignment, Map<String, Double> parameters) {
        int equals = assignment.indexOf('=');
        String name = assignment.substring(0, Math.max(0, equals)).strip();
        if (!names(kind).contains(name)) {
            String takes = kind.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
            throw new OperatorException("augmentation " + kind.text() + " has no parameter '"
                    + (equals < 0 ? assignment : name) + "'; write parameter=number, with one of " + takes);
        }
        if (parameters.put(
                        name,
                        number(kind, name, assignment.substring(equals + 1).strip()))
                != null) {
            throw new OperatorException("augmentation " + kind.text() + " is given " + name + " twice; remove one");
        }
    }

    private static double number(AugmentationKind kind, String name, String text) {
        try {
            return new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            throw new OperatorException(
                    "the " + name + " of augmentation " + kind.text() + " is no number: '" + text + "'", e);
        }
    }

    private static Set<String> names(AugmentationKind kind) {
        return kind.parameters().stream().map(Parameter::name).collect(Collectors.toUnmodifiableSet());
    }

    Augmentation augmentation() {
        return build(kind, parameters);
    }

    private static Augmentation build(AugmentationKind kind, Map<String, Double> parameters) {
        try {
            return kind.build(parameters::get);
        } catch (IllegalArgumentException e) {
            throw new OperatorException("augmentation " + kind.text() + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** With every parameter, so that it means the same whatever the defaults are. */
    @Override
    public String toString() {
        return kind.parameters().stream()
                .map(Parameter::name)
                .map(name -> name + "=" + number(Objects.requireNonNull(parameters.get(name))))
                .collect(Collectors.joining(",", kind.text() + "(", ")"));
    }

    private static String number(double value) {
        String text = Double.toString(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
