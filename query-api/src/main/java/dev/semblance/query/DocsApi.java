package dev.semblance.query;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The contract, and a page that shows it, which works without any other server:
 *
 * <pre>
 * GET /openapi.yaml   the contract, OpenAPI 3.1
 * GET /docs           the same for people: Swagger UI
 * GET /docs/{file}    what that page is made of
 * </pre>
 *
 * <p>Files are read at the start, by names that stand here: no request ever names a file.
 */
final class DocsApi {
    private static final String WEBJAR = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    /** Styles stand inside elements, and small pictures inside styles; nothing comes from elsewhere. */
    private static final String CONTENT_POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

    private final ServedFile contract = own("openapi.yaml", "application/yaml");
    private final ServedFile page = own("docs.html", "text/html; charset=utf-8");
    private final Map<String, ServedFile> files;

    DocsApi() {
        String folder = "/META-INF/resources/webjars/swagger-ui/" + version() + "/";
        files = Map.of(
                "docs.js", own("docs.js", "text/javascript; charset=utf-8"),
                "swagger-ui.css", library(folder, "swagger-ui.css", "text/css; charset=utf-8"),
                "swagger-ui-bundle.js", library(folder, "swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
                "swagger-ui-bundle.js.LICENSE.txt",
                        library(folder, "swagger-ui-bundle.js.LICENSE.txt", "text/plain; charset=utf-8"),
                "favicon-32x32.png", library(folder, "favicon-32x32.png", "image/png"));
    }

    void addTo(Routes routes) {
        routes.get("/openapi.yaml", (request, response) -> send(request, response, contract))
                .get("/docs", this::page)
                .get("/docs/{file}", this::file);
    }

    private void page(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.create("Content-Security-Policy"), CONTENT_POLICY);
        send(request, response, page);
    }

    private void file(ServerRequest request, ServerResponse response) {
        String name = request.path().pathParameters().get("file");
        ServedFile file = files.get(name);
        if (file == null) {
            throw new ProblemException(ProblemType.NOT_FOUND, "/docs has no file '" + name + "'");
        }
        send(request, response, file);
    }

    private static void send(ServerRequest request, ServerResponse response, ServedFile file) {
        Parameters.of(request, Set.of());
        file.send(request, response);
    }

    private static ServedFile own(String name, String mediaType) {
        return read(name, mediaType, ServedFile.ASK_AGAIN);
    }

    private static ServedFile library(String folder, String name, String mediaType) {
        return read(folder + name, mediaType, ServedFile.KEEP_A_DAY);
    }

    private static String version() {
        try (InputStream in = open(WEBJAR)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServedFile read(String resource, String mediaType, String caching) {
        try (InputStream in = open(resource)) {
            return ServedFile.of(in.readAllBytes(), mediaType, caching);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = DocsApi.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(resource + " is missing from the class path");
        }
        return in;
    }
}
