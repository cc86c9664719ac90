package dev.semblance.query;

import io.helidon.webserver.http.ServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request. One that the resource does not know is refused: it may be a misspelt one. */
final class Parameters {
    /** Parameters that begin with this select by an attribute: {@code attr.colour=red}. */
    static final String ATTRIBUTE = "attr.";

    private final ServerRequest request;

    private Parameters(ServerRequest request) {
        this.request = request;
    }

    /**
     * The parameters of a request.
     *
     * @param known names that the resource takes; {@value #ATTRIBUTE} among them stands for all that begin with it
     */
    static Parameters of(ServerRequest request, Set<String> known) {
        for (String name : request.query().names()) {
            boolean attribute = name.startsWith(ATTRIBUTE) && known.contains(ATTRIBUTE);
            if (!attribute && !known.contains(name)) {
                throw new ProblemException(
                        ProblemType.BAD_REQUEST,
                        "there is no query parameter '" + name + "' here; "
                                + (known.isEmpty()
                                        ? "there are none"
                                        : "known: " + String.join(", ", new TreeSet<>(known))));
            }
        }
        return new Parameters(request);
    }

    Optional<String> text(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw refused(name, "is given once", String.join(", ", values));
        }
        return values.stream().findFirst();
    }

    /** All values of a parameter that may be given several times. */
    List<String> all(String name) {
        return request.query().contains(name) ? request.query().all(name) : List.of();
    }

    @Nullable
    Integer whole(String name) {
        return number(name, "a whole number", Integer::valueOf);
    }

    @Nullable
    Float real(String name) {
        return number(name, "a number", Float::valueOf);
    }

    @Nullable
    Boolean flag(String name) {
        if (!request.query().contains(name)) {
            return null;
        }
        return switch (text(name).orElse("")) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw refused(name, "is true or false", text(name).orElse(""));
        };
    }

    /** Values by the rest of the name. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String name : request.query().names()) {
            if (name.startsWith(ATTRIBUTE)) {
                attributes.put(name.substring(ATTRIBUTE.length()), text(name).orElse(""));
            }
        }
        return attributes;
    }

    private <T> @Nullable T number(String name, String what, Function<String, T> parse) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return parse.apply(text.get());
        } catch (NumberFormatException e) {
            throw refused(name, "is " + what, text.get());
        }
    }

    static ProblemException refused(String name, String rule, String value) {
        return new ProblemException(
                ProblemType.BAD_REQUEST, "query parameter " + name + " " + rule + ", not '" + value + "'");
    }
}
