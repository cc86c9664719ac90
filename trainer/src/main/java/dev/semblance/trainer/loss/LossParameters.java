package dev.semblance.trainer.loss;

import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Distance;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A kind of loss with the values of all its parameters, as text.
 *
 * @param values by name, in the order of {@link LossType#defaults()}
 */
record LossParameters(LossType type, Map<String, String> values) {
    private static final Pattern SHAPE = Pattern.compile("\\s*([\\w-]+)\\s*(?:\\(([^()]*)\\)\\s*)?");
    private static final Pattern PARAMETER = Pattern.compile("\\s*([\\w-]+)\\s*=\\s*([\\w.+-]+)\\s*");
    private static final float LARGEST = 1e6f;
    private static final int MOST_REMEMBERED = 1 << 20;

    LossParameters {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static LossParameters parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw unreadable(text);
        }
        LossType type = LossType.of(shape.group(1));
        Map<String, String> values = type.defaults();
        String given = shape.group(2);
        if (given != null && !given.isBlank()) {
            values.putAll(given(type, text, given));
        }
        return new LossParameters(type, values);
    }

    private static Map<String, String> given(LossType type, String text, String parameters) {
        Set<String> known = type.defaults().keySet();
        Map<String, String> values = new HashMap<>();
        for (String one : parameters.split(",", -1)) {
            Matcher parameter = PARAMETER.matcher(one);
            if (!parameter.matches()) {
                throw unreadable(text);
            }
            String name = canonical(parameter.group(1));
            if (!known.contains(name)) {
                throw new OperatorException("loss " + type.text() + " has no parameter '" + parameter.group(1)
                        + "'; it has " + String.join(", ", known));
            }
            if (values.put(name, value(name, parameter.group(2))) != null) {
                throw new OperatorException("loss " + type.text() + " is given parameter '" + name + "' twice");
            }
        }
        return values;
    }

    private static OperatorException unreadable(String text) {
        return new OperatorException(
                "cannot read the loss '" + text + "'; write it as name or name(parameter=value, parameter=value)");
    }

    private static String value(String name, String text) {
        if (name.equals("distance")) {
            return Distance.of(text).canonicalName();
        }
        try {
            return new BigDecimal(Float.toString(Float.parseFloat(text)))
                    .stripTrailingZeros()
                    .toPlainString();
        } catch (NumberFormatException e) { // a word, or no finite number: its reader decides
            return canonical(text);
        }
    }

    private static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    MetricLoss create() {
        int memory = whole("memory");
        int warmUp = whole("memory-warm-up");
        BatchLoss loss = type.create(this);
        return memory == 0 ? loss : new CrossBatchMemory(loss, memory, warmUp);
    }

    String toText() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(", ", type.text() + "(", ")"));
    }

    Distance distance() {
        return Distance.of(text("distance"));
    }

    /** A number above 0. */
    float positive(String name) {
        float value = number(name);
        return require(name, value, value > 0, "above 0 and at most 1000000");
    }

    /** A number of 0 or more. */
    float fromZero(String name) {
        float value = number(name);
        return require(name, value, value >= 0, "0 to 1000000");
    }

    float number(String name) {
        String text = text(name);
        try {
            float value = Float.parseFloat(text);
            return require(name, value, Math.abs(value) <= LARGEST, "between -1000000 and 1000000");
        } catch (NumberFormatException e) {
            throw wrong(name, text, "a number");
        }
    }

    private int whole(String name) {
        float value = number(name);
        return (int) require(
                name,
                value,
                value == (int) value && value >= 0 && value <= MOST_REMEMBERED,
                "a whole number from 0 to " + MOST_REMEMBERED);
    }

    <E extends Enum<E>> E choice(String name, Class<E> kind) {
        String text = text(name);
        for (E constant : kind.getEnumConstants()) {
            if (canonical(constant.name()).equals(text)) {
                return constant;
            }
        }
        String choices = Arrays.stream(kind.getEnumConstants())
                .map(constant -> canonical(constant.name()))
                .collect(Collectors.joining(", "));
        throw wrong(name, text, "one of " + choices);
    }

    Margin margin() {
        return text("margin").equals("soft") ? new Margin.Soft() : new Margin.Hard(fromZero("margin"));
    }

    private String text(String name) {
        String text = values.get(name);
        if (text == null) {
            throw new IllegalArgumentException("loss " + type.text() + " has no parameter " + name);
        }
        return text;
    }

    private float require(String name, float value, boolean holds, String range) {
        if (!holds) {
            throw wrong(name, text(name), range);
        }
        return value;
    }

    /** The fault of a value out of range. */
    OperatorException wrong(String name, String value, String range) {
        return new OperatorException(name + " of loss " + type.text() + " is " + range + ", not " + value);
    }
}
