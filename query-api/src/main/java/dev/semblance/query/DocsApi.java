package dev.semblance.query;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    /** Whoever asks again is told at once whether anything changed; a new release is seen the same day. */
    private static final String ASK_AGAIN = "no-cache";

    private static final String KEEP_A_DAY = "max-age=86400";
    /** Styles stand inside elements, and small pictures inside styles; nothing comes from elsewhere. */
    private static final String CONTENT_POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

    private final StaticFile contract = own("openapi.yaml", "application/yaml");
    private final StaticFile page = own("docs.html", "text/html; charset=utf-8");
    private final Map<String, StaticFile> files;

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

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record StaticFile(byte[] content, String mediaType, String caching, String entityTag) {}

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
        StaticFile file = files.get(name);
        if (file == null) {
            throw new ProblemException(ProblemType.NOT_FOUND, "/docs has no file '" + name + "'");
        }
        send(request, response, file);
    }

    private static void send(ServerRequest request, ServerResponse response, StaticFile file) {
        Parameters.of(request, Set.of());
        response.header(HeaderNames.ETAG, file.entityTag());
        response.header(HeaderNames.CACHE_CONTROL, file.caching());
        if (request.headers().contains(HeaderNames.IF_NONE_MATCH)
                && request.headers().get(HeaderNames.IF_NONE_MATCH).allValues(true).stream()
                        .map(tag -> tag.replaceFirst("^W/", ""))
                        .anyMatch(file.entityTag()::equals)) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.CONTENT_TYPE, file.mediaType());
        response.send(file.content());
    }

    private static StaticFile own(String name, String mediaType) {
        return read(name, mediaType, ASK_AGAIN);
    }

    private static StaticFile library(String folder, String name, String mediaType) {
        return read(folder + name, mediaType, KEEP_A_DAY);
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

    private static StaticFile read(String resource, String mediaType, String caching) {
        try (InputStream in = open(resource)) {
            byte[] content = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new StaticFile(
                    content, mediaType, caching, '"' + HexFormat.of().formatHex(digest, 0, 16) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
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
