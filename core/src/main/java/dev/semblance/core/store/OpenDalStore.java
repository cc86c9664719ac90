package dev.semblance.core.store;

import dev.semblance.core.OperatorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.opendal.AsyncOperator;
import org.apache.opendal.ListOptions;
import org.apache.opendal.OpenDALException;
import org.apache.opendal.OperatorOutputStream;
import org.apache.opendal.ServiceConfig;
import org.apache.opendal.layer.RetryLayer;

/**
 * An object store at an S3-compatible service, through Apache OpenDAL. The service makes an object appear as a whole
 * and durable, and lists it at once. Large objects go in parts, so memory does not limit them. A transient fault is
 * tried again for some 20 seconds; a service that takes a request and never answers is given up after a minute for each
 * part.
 *
 * <p>The native half lives as long as the process: calls that were given up may still use it.
 */
final class OpenDalStore implements ObjectStore {
    /** Parts of at least 5 MiB, and at most 10,000 of them, are what S3 takes. */
    private static final int PART_BYTES = 8 * 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(15);

    private final String name;
    private final AsyncOperator operator;
    private final Duration patience;

    private OpenDalStore(String name, AsyncOperator operator, Duration patience) {
        this.name = name;
        this.operator = operator;
        this.patience = patience;
    }

    /**
     * Opens the store and asks the service once whether it may be read.
     *
     * @throws OperatorException if it may not
     */
    static OpenDalStore open(S3Location location, S3Credentials credentials) {
        return open(location, credentials, PATIENCE);
    }

    static OpenDalStore open(S3Location location, S3Credentials credentials, Duration patience) {
        String name = name(location);
        AsyncOperator operator = AsyncOperator.of(config(location, credentials));
        new OpenDalStore(name, operator, PATIENCE_AT_START).requireAccess();
        return new OpenDalStore(name, operator.layer(retries()), patience);
    }

    private static String name(S3Location location) {
        String endpoint = location.service().endpoint();
        return endpoint.isEmpty() ? location.toString() : location + " at " + endpoint;
    }

    private static ServiceConfig config(S3Location location, S3Credentials credentials) {
        S3Service service = location.service();
        ServiceConfig.S3.S3Builder config = ServiceConfig.S3
                .builder()
                .bucket(location.bucket())
                .root("/" + location.prefix())
                .region(service.region())
                .accessKeyId(credentials.accessKey())
                .secretAccessKey(credentials.secretKey())
                .disableConfigLoad(true)
                .disableEc2Metadata(true);
        credentials.sessionToken().ifPresent(config::sessionToken);
        if (!service.endpoint().isEmpty()) {
            config.endpoint(service.endpoint());
        }
        return config.build();
    }

    private static RetryLayer retries() {
        return RetryLayer.builder()
                .jitter(true)
                .minDelay(Duration.ofMillis(200))
                .factor(2)
                .maxDelay(Duration.ofSeconds(5))
                .maxTimes(8)
                .build();
    }

    private void requireAccess() {
        try {
            await("list", "", operator.list("start-check"));
        } catch (IOException e) {
            throw new OperatorException("cannot open store " + name + ": " + advice(e), e);
        }
    }

    private static String advice(IOException fault) {
        if (!(fault.getCause() instanceof OpenDALException cause)) {
            return String.valueOf(fault.getMessage());
        }
        String brief = brief(cause);
        return switch (cause.getCode()) {
            case PermissionDenied ->
                "access is refused; look at " + S3Credentials.ACCESS_KEY + ", " + S3Credentials.SECRET_KEY
                        + " and what the bucket grants (" + brief + ")";
            case NotFound, ConfigInvalid -> "is the bucket there? (" + brief + ")";
            default -> brief;
        };
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        StoreKey.require(key);
        if (bytes.length <= PART_BYTES) {
            await("put", key, operator.write(key, bytes));
            return;
        }
        putInParts(key, new ByteArrayInputStream(bytes), bytes.length);
    }

    @Override
    public void put(String key, Path file) throws IOException {
        StoreKey.require(key);
        long bytes = Files.size(file);
        if (bytes <= PART_BYTES) {
            put(key, Files.readAllBytes(file));
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            putInParts(key, in, bytes);
        }
    }

    /**
     * Sends the parts, and has the service put them together at the end. After a fault the stream stays open, with a
     * part in native memory: to close it is the only way to free that, and would make an object of the parts so far.
     */
    @SuppressWarnings("resource") // see above
    private void putInParts(String key, InputStream in, long bytes) throws IOException {
        OperatorOutputStream out = operator.blocking().createOutputStream(key, PART_BYTES);
        for (byte[] part = in.readNBytes(PART_BYTES); part.length > 0; part = in.readNBytes(PART_BYTES)) {
            byte[] next = part;
            blocking("put", key, () -> out.write(next));
        }
        blocking("put", key, out::close);
        long stored = size(key);
        if (stored != bytes) {
            throw new IOException(
                    "cannot put " + key + " to store " + name + ": " + stored + " bytes of " + bytes + " arrived");
        }
    }

    @Override
    public byte[] get(String key) throws IOException {
        StoreKey.require(key);
        long bytes = size(key);
        if (bytes <= PART_BYTES) {
            return await("get", key, operator.read(key));
        }
        byte[] all = new byte[Math.toIntExact(bytes)];
        for (int from = 0; from < all.length; from += PART_BYTES) {
            byte[] part = part(key, from, bytes);
            System.arraycopy(part, 0, all, from, part.length);
        }
        return all;
    }

    @Override
    public void fetch(String key, Path target) throws IOException {
        StoreKey.require(key);
        long bytes = size(key);
        WholeFile.write(target, temporary -> {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                for (long from = 0; from < bytes; from += PART_BYTES) {
                    out.write(part(key, from, bytes));
                }
            }
        });
    }

    private byte[] part(String key, long from, long bytes) throws IOException {
        return await("get", key, operator.read(key, from, Math.min(PART_BYTES, bytes - from)));
    }

    private long size(String key) throws IOException {
        return await("look up", key, operator.stat(key)).getContentLength();
    }

    @Override
    public List<StoredObject> list(String prefix) throws IOException {
        ListOptions all = ListOptions.builder().recursive(true).build();
        return await("list", prefix, operator.list(prefix, all)).stream()
                .filter(entry -> entry.getMetadata().isFile())
                .map(entry -> new StoredObject(
                        entry.getPath(),
                        entry.getMetadata().getContentLength(),
                        Objects.requireNonNull(entry.getMetadata().getLastModified(), "S3 lists times")))
                .sorted(Comparator.comparing(StoredObject::key))
                .toList();
    }

    @Override
    public void delete(String key) throws IOException {
        await("delete", key, operator.delete(StoreKey.require(key)));
    }

    private interface Step {
        void run() throws IOException;
    }

    /** On a thread of its own, which can be left behind where the native code waits for ever. */
    private void blocking(String action, String key, Step step) throws IOException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("store-upload").start(() -> {
            try {
                step.run();
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        await(action, key, done);
    }

    private <T> T await(String action, String key, CompletableFuture<T> answer) throws IOException {
        String doing = "cannot " + action + " '" + key + "' in store " + name + ": ";
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OpenDALException fault) {
                throw asIoException(doing, key, fault);
            }
            throw new IOException(doing + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(doing + "no answer within " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException(doing + "interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private IOException asIoException(String doing, String key, OpenDALException fault) {
        if (fault.getCode() == OpenDALException.Code.NotFound) {
            NoSuchFileException missing = new NoSuchFileException(key, null, "not in store " + name);
            missing.initCause(fault);
            return missing;
        }
        return new IOException(doing + brief(fault), fault);
    }

    /** OpenDAL tells a page; its first line says what, and the line below "Source:" why. */
    private static String brief(OpenDALException fault) {
        List<String> lines = String.valueOf(fault.getMessage()).lines().toList();
        int source = lines.indexOf("Source:");
        return source < 0 || source + 1 >= lines.size()
                ? lines.getFirst()
                : lines.getFirst() + ": " + lines.get(source + 1).strip();
    }
}
