package dev.semblance.query;

import java.util.Map;
import java.util.Optional;

/** A request that is refused; the message goes to the client and says what is wrong and what to do. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    /** JSON pointer into the body, or empty where no field of it is to blame. */
    private final String pointer;
    /** Further members of the problem. */
    private final transient Map<String, Object> extensions;

    private ProblemException(ProblemType type, String detail, String pointer, Map<String, Object> extensions) {
        super(detail);
        this.type = type;
        this.pointer = pointer;
        this.extensions = Map.copyOf(extensions);
    }

    ProblemException(ProblemType type, String detail) {
        this(type, detail, "", Map.of());
    }

    /** The same, of a field of the body. */
    ProblemException at(String field) {
        return new ProblemException(type, detail(), field, extensions);
    }

    /** The same with a further member. */
    ProblemException with(String member, Object value) {
        return new ProblemException(type, detail(), pointer, Map.of(member, value));
    }

    /** The same for a request whose body is not JSON, and has no fields. */
    ProblemException withoutField() {
        return new ProblemException(type, detail(), "", extensions);
    }

    ProblemType type() {
        return type;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    Optional<String> pointer() {
        return pointer.isEmpty() ? Optional.empty() : Optional.of(pointer);
    }

    Map<String, Object> extensions() {
        return extensions;
    }
}
