package dev.semblance.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real server in a process of its own. */
class OpenDalStoreTest extends ObjectStoreContract {
    private static final AtomicInteger STORES = new AtomicInteger();

    private static S3Server server;

    @BeforeAll
    static void startServer(@TempDir Path data) throws IOException {
        server = S3Server.start(data);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    ObjectStore newStore() {
        return location().open(S3Server.environment());
    }

    private static S3Location location() {
        return at(S3Server.BUCKET + "/store-" + STORES.incrementAndGet());
    }

    private static S3Location at(String bucketAndPrefix) {
        return S3Location.parse("s3://" + bucketAndPrefix, new S3Service(server.endpoint(), "us-east-1"));
    }

    @Test
    void shouldKeepToItsPrefix() throws IOException {
        S3Location inner = location();
        ObjectStore outer = at(S3Server.BUCKET).open(S3Server.environment());

        inner.open(S3Server.environment()).put("a", new byte[1]);

        assertThat(outer.list(inner.prefix())).extracting(StoredObject::key).containsExactly(inner.prefix() + "/a");
    }

    @Test
    void shouldOutlastARestartOfTheServer() throws Exception {
        ObjectStore store = newStore();
        store.put("before", new byte[1]);
        server.stop();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> put = thread.submit(() -> {
                store.put("during", "hello".getBytes(UTF_8));
                return "put";
            });
            server.start();
            put.get();
        }

        assertThat(store.get("during")).asString(UTF_8).isEqualTo("hello");
        assertThat(store.list("")).extracting(StoredObject::key).containsExactly("before", "during");
    }

    @Test
    void shouldGiveUpOnAServerThatNeverAnswers() throws Exception {
        S3Credentials credentials = S3Credentials.from(S3Server.environment(), location());
        ObjectStore store = OpenDalStore.open(location(), credentials, Duration.ofSeconds(1));
        Path large = Files.write(folder.resolve("large"), new byte[9 * 1024 * 1024]);
        server.freeze();
        try {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> store.put("a/1", new byte[1]))
                    .withMessageMatching("cannot put 'a/1' in store s3://.* at http://.*: no answer within 1 s");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> store.put("a/large", large))
                    .withMessageContaining("no answer within 1 s");
        } finally {
            server.thaw();
        }

        assertThat(newStore().list("a/large")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "semblance-tests | wrong | semblance-tests/x | access is refused; look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY",
                "nobody | no-secret | semblance-tests/x | access is refused; look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY",
                "semblance-tests | no-secret | no-such-bucket/x | is the bucket there?",
            })
    void shouldSayInOneLineWhatIsWrongWithTheStore(String key, String secret, String location, String problem) {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> at(location).open(Map.of("AWS_ACCESS_KEY_ID", key, "AWS_SECRET_ACCESS_KEY", secret)))
                .satisfies(fault -> assertThat(fault.getMessage())
                        .startsWith("cannot open store s3://" + location + " at " + server.endpoint() + ": " + problem)
                        .hasLineCount(1)
                        .doesNotContain(secret.equals("wrong") ? "wrong" : "no-secret"));
    }

    @Test
    void shouldSayInOneLineThatNobodyAnswers() {
        S3Location nowhere = S3Location.parse("s3://bucket", new S3Service("http://127.0.0.1:1", "us-east-1"));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> nowhere.open(S3Server.environment()))
                .satisfies(fault -> assertThat(fault.getMessage())
                        .startsWith("cannot open store s3://bucket at http://127.0.0.1:1: ")
                        .contains("Connection refused")
                        .hasLineCount(1));
    }

    @Test
    void shouldSayWhichVariableIsMissing() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> location().open(Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", " ")))
                .withMessageContaining("environment variable AWS_SECRET_ACCESS_KEY is not set");
    }
}
