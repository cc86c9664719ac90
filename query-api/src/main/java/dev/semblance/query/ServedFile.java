package dev.semblance.query;

import dev.semblance.core.store.Sha256;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** A file that clients may keep a copy of, and ask again whether it is still right. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record ServedFile(byte[] content, String mediaType, String caching, String entityTag) {
    /** Whoever asks again is told at once whether anything changed. */
    static final String ASK_AGAIN = "no-cache";

    static final String KEEP_A_DAY = "max-age=86400";

    private static final int TAG_DIGITS = 32;

    static ServedFile of(byte[] content, String mediaType, String caching) {
        String tag = '"' + Sha256.of(content).hex().substring(0, TAG_DIGITS) + '"';
        return new ServedFile(content, mediaType, caching, tag);
    }

    /** Sends it, unless the client has it. */
    void send(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.ETAG, entityTag);
        response.header(HeaderNames.CACHE_CONTROL, caching);
        if (request.headers().contains(HeaderNames.IF_NONE_MATCH)
                && request.headers().get(HeaderNames.IF_NONE_MATCH).allValues(true).stream()
                        .map(tag -> tag.replaceFirst("^W/", ""))
                        .anyMatch(entityTag::equals)) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.CONTENT_TYPE, mediaType);
        response.send(content);
    }
}
