package dev.semblance.query;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/**
 * The contract, and Swagger UI that shows it, from the class path: the page works without a way out.
 *
 * <pre>
 * GET /openapi.yaml   the contract
 * GET /docs           the page
 * GET /docs/{file}    its script and style
 * </pre>
 */
final class DocsApi {
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Semblance: HTTP API</title>
            <link rel="stylesheet" href="/docs/swagger-ui.css">
            </head>
            <body>
            <div id="ui"></div>
            <script src="/docs/swagger-ui-bundle.js"></script>
            <script>SwaggerUIBundle({url: '/openapi.yaml', dom_id: '#ui', deepLinking: true})</script>
            </body>
            </html>
            """;
    /** Nothing else of the class path can be asked for. */
    private static final Map<String, String> FILES =
            Map.of("swagger-ui.css", "text/css", "swagger-ui-bundle.js", "text/javascript");

    void addTo(Routes routes) {
        routes.get("/openapi.yaml", (request, response) -> {
                    response.header(HeaderNames.CONTENT_TYPE, "application/yaml; charset=utf-8");
                    response.send(resource("/dev/semblance/query/openapi.yaml"));
                })
                .get("/docs", (request, response) -> {
                    response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
                    response.send(PAGE.getBytes(StandardCharsets.UTF_8));
                })
                .get("/docs/{file}", DocsApi::file);
    }

    private static void file(ServerRequest request, ServerResponse response) {
        String name = request.path().pathParameters().get("file");
        String type = FILES.get(name);
        if (type == null) {
            throw new ProblemException(ProblemType.NOT_FOUND, "there is no file '" + name + "' of the page");
        }
        response.header(HeaderNames.CONTENT_TYPE, type + "; charset=utf-8");
        response.header(HeaderNames.CACHE_CONTROL, "max-age=86400");
        response.send(resource("/META-INF/resources/webjars/swagger-ui/" + version() + "/" + name));
    }

    /** As the archive of Swagger UI says. */
    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = open("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            properties.load(in);
            return properties.getProperty("version", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String path) {
        try (InputStream in = open(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String path) throws IOException {
        InputStream in = DocsApi.class.getResourceAsStream(path);
        if (in == null) {
            throw new IOException("the class path lacks " + path);
        }
        return in;
    }
}
