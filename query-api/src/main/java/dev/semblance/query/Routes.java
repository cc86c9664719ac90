package dev.semblance.query;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is served: collected first, so that it can be listed, and so that each path refuses other methods. Of two that
 * lead to the same path the first one is taken.
 */
final class Routes {
    private final Map<String, Map<String, Handler>> byPath = new LinkedHashMap<>();

    Routes get(String path, Handler handler) {
        return on(Method.GET, path, handler);
    }

    Routes post(String path, Handler handler) {
        return on(Method.POST, path, handler);
    }

    private Routes on(Method method, String path, Handler handler) {
        byPath.computeIfAbsent(path, key -> new TreeMap<>()).put(method.text(), handler);
        return this;
    }

    void register(HttpRouting.Builder routing) {
        byPath.forEach((path, handlers) -> {
            handlers.forEach((method, handler) -> routing.route(Method.create(method), path, handler));
            String methods = String.join(", ", handlers.keySet());
            routing.any(path, (request, response) -> {
                response.header(HeaderNames.ALLOW, methods);
                throw new ProblemException(
                        ProblemType.METHOD_NOT_ALLOWED, request.path().path() + " takes " + methods + " only");
            });
        });
    }

    /** Such as {@code GET /v1/status}; a parameter by its name alone, as in {@code {id}}. */
    List<String> names() {
        return byPath.entrySet().stream()
                .flatMap(path -> path.getValue().keySet().stream()
                        .map(method -> method + " " + path.getKey().replaceAll(":[^}]+}", "}")))
                .sorted()
                .toList();
    }
}
