package dev.semblance.standalone;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What processes show to Prometheus, in its text format.
 *
 * @param series by metric, the labels of each
 */
record Exposition(Map<String, Set<Map<String, String>>> series) {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    Exposition {
        series = Collections.unmodifiableMap(new HashMap<>(series));
    }

    static Exposition of(List<String> texts) {
        Map<String, Set<Map<String, String>>> series = new HashMap<>();
        texts.stream()
                .flatMap(String::lines)
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    Matcher sample = LINE.matcher(line);
                    if (!sample.matches()) {
                        throw new IllegalArgumentException("this is no sample: " + line);
                    }
                    series.computeIfAbsent(sample.group(1), metric -> new HashSet<>())
                            .add(labels(Objects.requireNonNullElse(sample.group(2), "")));
                });
        return new Exposition(series);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher label = LABEL.matcher(text);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }

    /** The series of a metric. */
    Set<Map<String, String>> of(String metric) {
        return series.getOrDefault(metric, Set.of());
    }
}
