package dev.semblance.standalone;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression selects and groups by. The expression is read for names and not for its grammar, except that
 * brackets close and that every word is one of the language, a metric or a label.
 *
 * @param selectors of series, in their order
 * @param grouping labels that an aggregation or a join names
 */
record PromQl(List<Selector> selectors, Set<String> grouping) {
    private static final Set<String> GROUPINGS = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Set<String> FUNCTIONS =
            Set.of("sum", "max", "min", "avg", "count", "rate", "increase", "time", "histogram_quantile");
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(?<string>\"(?:[^\"\\\\]|\\\\.)*\")"
            + "|(?<word>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?<number>[0-9.]+[a-z]*)"
            + "|(?<sign>[=!]~|[=!<>]=|[-+*/%^<>=(){}\\[\\],]))");

    PromQl {
        selectors = List.copyOf(selectors);
        grouping = Collections.unmodifiableSet(new LinkedHashSet<>(grouping));
    }

    /** Series of a metric; each of the labels must be as it says. */
    record Selector(String metric, List<LabelMatcher> matchers) {
        Selector {
            matchers = List.copyOf(matchers);
        }
    }

    record LabelMatcher(String label, String operator, String value) {}

    /** @throws IllegalArgumentException if it cannot be an expression */
    static PromQl parse(String expression) {
        return new Reader(expression).read();
    }

    /** Whether what is left of the series are the labels that it is grouped by. */
    boolean isGrouped() {
        return !grouping.isEmpty();
    }

    private static final class Reader {
        private final String expression;
        private final Deque<String> tokens;
        private final List<Selector> selectors = new ArrayList<>();
        private final Set<String> grouping = new LinkedHashSet<>();

        Reader(String expression) {
            this.expression = expression;
            tokens = new ArrayDeque<>(tokens(expression));
        }

        PromQl read() {
            readUntil("");
            return new PromQl(selectors, grouping);
        }

        private static List<String> tokens(String expression) {
            List<String> tokens = new ArrayList<>();
            Matcher token = TOKEN.matcher(expression.strip());
            int end = 0;
            while (token.find() && token.start() == end) {
                tokens.add(token.group().strip());
                end = token.end();
            }
            if (end != expression.strip().length()) {
                throw new IllegalArgumentException("cannot read '" + expression.substring(end) + "' of " + expression);
            }
            return tokens;
        }

        private void readUntil(String end) {
            while (!tokens.isEmpty()) {
                String token = tokens.removeFirst();
                if (token.equals(end)) {
                    return;
                }
                read(token);
            }
            if (!end.isEmpty()) {
                throw new IllegalArgumentException("'" + end + "' is missing in " + expression);
            }
        }

        private void read(String token) {
            if (token.equals("(")) {
                readUntil(")");
                return;
            }
            if (token.equals("[")) {
                readUntil("]");
                return;
            }
            if (List.of(")", "]", "}", "{").contains(token)) {
                throw new IllegalArgumentException("'" + token + "' is not expected in " + expression);
            }
            if (Character.isLetter(token.charAt(0)) || token.charAt(0) == '_') {
                readWord(token);
            }
        }

        private void readWord(String word) {
            if (GROUPINGS.contains(word)) {
                readGrouping();
                return;
            }
            if (FUNCTIONS.contains(word) && (nextIs("(") || nextIs("by") || nextIs("without"))) {
                return;
            }
            if (nextIs("(")) {
                throw new IllegalArgumentException("there is no function " + word + " in " + expression);
            }
            if (!WORDS.contains(word)) {
                selectors.add(new Selector(word, nextIs("{") ? readMatchers() : List.of()));
            }
        }

        private void readGrouping() {
            require("(");
            while (!nextIs(")")) {
                String label = tokens.removeFirst();
                if (!label.equals(",")) {
                    grouping.add(label);
                }
            }
            require(")");
        }

        private List<LabelMatcher> readMatchers() {
            List<LabelMatcher> matchers = new ArrayList<>();
            require("{");
            while (!nextIs("}")) {
                String label = tokens.removeFirst();
                String operator = tokens.removeFirst();
                String value = tokens.removeFirst();
                matchers.add(new LabelMatcher(label, operator, value.substring(1, value.length() - 1)));
                if (!nextIs("}")) {
                    require(",");
                }
            }
            require("}");
            return matchers;
        }

        private boolean nextIs(String token) {
            return token.equals(tokens.peekFirst());
        }

        private void require(String token) {
            if (tokens.isEmpty() || !tokens.removeFirst().equals(token)) {
                throw new IllegalArgumentException("'" + token + "' is missing in " + expression);
            }
        }
    }
}
