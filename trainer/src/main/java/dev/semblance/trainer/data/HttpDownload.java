package dev.semblance.trainer.data;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One file over HTTP. What has come stands under the name with {@code .part}, the server's validator of it beside it
 * under {@code .part.etag}; the file gets its name when all of it is there.
 *
 * <p>An attempt goes on where the part ends, with {@code Range} and {@code If-Range} (RFC 9110, sections 13.1.5 and
 * 14.2), so that the pieces of two versions of a file never become one. Without a strong validator it starts anew.
 */
final class HttpDownload {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HttpClient client;
    private final URI address;
    private final Path file;
    private final Path part;
    private final Path validator;
    private final Transfer transfer;

    HttpDownload(HttpClient client, URI address, Path file, Transfer transfer) {
        this.client = client;
        this.address = address;
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.validator = file.resolveSibling(file.getFileName() + ".part.etag");
        this.transfer = transfer;
    }

    /**
     * Fetches what is missing.
     *
     * @return whether all of it is there; if not, the connection broke and another attempt may go on
     * @throws IOException if the server cannot be reached or does not have the file
     */
    boolean attempt() throws IOException, InterruptedException {
        long have = resumable();
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(ANSWER_TIMEOUT);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-").header("If-Range", Files.readString(validator));
        }
        HttpResponse<InputStream> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (ConnectException | HttpTimeoutException | ProtocolException e) {
            throw e;
        } catch (IOException e) {
            return false; // the connection broke before the first bytes of the body were seen
        }
        try (InputStream body = response.body()) {
            switch (response.statusCode()) {
                case OK -> begin(response);
                case PARTIAL -> requireRangeFrom(have, response);
                case RANGE_NOT_SATISFIABLE -> {
                    forget(); // longer than the file, or another one
                    return false;
                }
                default -> throw new IOException("it answered with status " + response.statusCode());
            }
            long from = response.statusCode() == PARTIAL ? have : 0;
            return receive(body, from, response.headers().firstValueAsLong("Content-Length"));
        }
    }

    private long resumable() throws IOException {
        if (Files.exists(part) && Files.exists(validator)) {
            return Files.size(part);
        }
        forget();
        return 0;
    }

    private void begin(HttpResponse<?> response) throws IOException {
        forget();
        Optional<String> strong = response.headers().firstValue("ETag").filter(tag -> !tag.startsWith("W/"));
        if (strong.isPresent()) {
            Files.writeString(validator, strong.get());
        }
    }

    private void forget() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(validator);
    }

    private static void requireRangeFrom(long have, HttpResponse<?> response) throws IOException {
        String range = response.headers().firstValue("Content-Range").orElse("none");
        if (!range.startsWith("bytes " + have + "-")) {
            throw new IOException("asked for the bytes from " + have + " on, it answered with the range " + range);
        }
    }

    private boolean receive(InputStream body, long from, OptionalLong length) throws IOException, InterruptedException {
        length.ifPresent(bytes -> transfer.expect(from + bytes));
        long end = from;
        try (OutputStream out = Files.newOutputStream(part, CREATE, WRITE, from > 0 ? APPEND : TRUNCATE_EXISTING)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = next(body, buffer); read >= 0; read = next(body, buffer)) {
                out.write(buffer, 0, read);
                end += read;
                transfer.at(end);
            }
        }
        if (end < from + length.orElse(end - from)) {
            return false;
        }
        Files.deleteIfExists(validator);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /** The end of a broken connection counts as the end; the length tells them apart. */
    private int next(InputStream body, byte[] buffer) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("fetching " + address + " was broken off");
        }
        try {
            return body.read(buffer);
        } catch (InterruptedIOException e) {
            throw new InterruptedException(e.toString());
        } catch (IOException e) {
            return -1;
        }
    }
}
