package dev.semblance.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every store. */
abstract class ObjectStoreContract {
    private static final int LARGE = 20 * 1024 * 1024 + 1;
    private static final String LONG_KEY = "k".repeat(150) + "/" + "y".repeat(150);

    @TempDir
    Path folder;

    private ObjectStore store;

    @BeforeEach
    void open() {
        store = newStore();
    }

    /** An empty one. */
    abstract ObjectStore newStore();

    @Test
    void shouldGiveBackWhatWasPut() throws IOException {
        store.put("a/b/c.bin", "hello".getBytes(UTF_8));
        store.put("empty", new byte[0]);

        assertThat(store.get("a/b/c.bin")).asString(UTF_8).isEqualTo("hello");
        assertThat(store.get("empty")).isEmpty();
    }

    @Test
    void shouldCopyFilesInAndOut() throws IOException {
        Path file = Files.writeString(folder.resolve("in.txt"), "hello");
        store.put("a/file.txt", file);
        Path target = folder.resolve("new/out.txt");
        store.fetch("a/file.txt", target);

        assertThat(target).hasContent("hello");
        assertThat(file).exists();
        assertThat(namesIn(folder.resolve("new"))).containsExactly("out.txt");
    }

    @Test
    void shouldFetchOverAnOlderFile() throws IOException {
        store.put("a", new byte[0]);
        Path target = Files.writeString(folder.resolve("target"), "older");

        store.fetch("a", target);

        assertThat(target).isEmptyFile();
    }

    @Test
    void shouldKeepWhatIsLargerThanOnePart() throws IOException {
        byte[] bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("large"), bytes);
        store.put("a/from-file", file);
        store.put("a/from-memory", bytes);
        Path target = folder.resolve("fetched");
        store.fetch("a/from-file", target);

        assertThat(Files.mismatch(file, target)).isEqualTo(-1);
        assertThat(Sha256.of(store.get("a/from-memory"))).isEqualTo(Sha256.of(bytes));
        assertThat(store.list("a/").stream().map(StoredObject::bytes)).containsExactly((long) LARGE, (long) LARGE);
    }

    @Test
    void shouldTellKeyLengthAndTimeOfWhatStartsWithThePrefixInOrder() throws IOException {
        store.put("b/2", new byte[2]);
        store.put("a/1", new byte[1]);
        store.put("b/1", new byte[3]);
        store.put("bc", new byte[1]);
        store.put("b/d/e", new byte[1]);

        assertThat(keys("b/")).containsExactly("b/1", "b/2", "b/d/e");
        assertThat(keys("b")).containsExactly("b/1", "b/2", "b/d/e", "bc");
        assertThat(keys("b/d")).containsExactly("b/d/e");
        assertThat(keys("")).hasSize(5);
        assertThat(keys("none")).isEmpty();
        assertThat(keys("none/")).isEmpty();
        StoredObject object = store.list("b/1").getFirst();
        assertThat(object.bytes()).isEqualTo(3);
        assertThat(object.modified()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void shouldForgetWhatIsDeleted() throws IOException {
        store.put("a/1", new byte[1]);
        store.put("a/10", new byte[1]);
        store.delete("a/1");
        store.delete("a/1");

        assertThat(keys("")).containsExactly("a/10");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store.get("a/1"));
    }

    @Test
    void shouldSayWhatIsMissingAndLeaveNothingOfIt() throws IOException {
        Path target = folder.resolve("new/out");

        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> store.get("a/missing"))
                .withMessageContaining("a/missing");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> store.fetch("a/missing", target))
                .withMessageContaining("a/missing");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> store.put("a/1", folder.resolve("no-such-file")))
                .withMessageContaining("no-such-file");
        assertThat(target).doesNotExist();
        assertThat(keys("")).isEmpty();
    }

    @Test
    void shouldTakeTheSameObjectAgain() throws IOException {
        store.put("a/1", "same".getBytes(UTF_8));
        store.put("a/1", "same".getBytes(UTF_8));

        assertThat(keys("")).containsExactly("a/1");
        assertThat(store.get("a/1")).asString(UTF_8).isEqualTo("same");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"_0_Lucene103_0.dvd", ".hidden/.x", "...", "a..b/c-", "-", "A/a", "m/1.0-x/shard-0/z9--_1.cfs"})
    void shouldTakeOddKeys(String key) throws IOException {
        store.put(key, key.getBytes(UTF_8));

        assertThat(keys("")).containsExactly(key);
        assertThat(store.get(key)).asString(UTF_8).isEqualTo(key);
        store.delete(key);
        assertThat(keys("")).isEmpty();
    }

    @Test
    void shouldTakeLongKeys() throws IOException {
        store.put(LONG_KEY, new byte[1]);

        assertThat(keys("k")).containsExactly(LONG_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../outside",
                "a/../../outside",
                "a/./b",
                "/etc/passwd",
                "a/",
                "a//b",
                " a",
                "a b",
                "a\\b",
                "ä",
                "a%2Fb",
                "a\n"
            })
    void shouldRefuseWhatIsNoKey(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.put(key, new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> store.put(key, folder.resolve("any")));
        assertThatIllegalArgumentException().isThrownBy(() -> store.get(key));
        assertThatIllegalArgumentException().isThrownBy(() -> store.fetch(key, folder.resolve("any")));
        assertThatIllegalArgumentException().isThrownBy(() -> store.delete(key));
    }

    /** More than a page of a listing, and half of them put twice at the same time. */
    @Test
    void shouldTakeManyObjectsFromManyThreadsAndListThemAll() throws Exception {
        List<String> expected = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<?>> puts = new ArrayList<>();
            for (int i = 0; i < 1100; i++) {
                String key = "many/%04d".formatted(i);
                expected.add(key);
                for (int copy = 0; copy <= i % 2; copy++) {
                    puts.add(threads.submit(() -> {
                        store.put(key, key.getBytes(UTF_8));
                        return key;
                    }));
                }
            }
            for (Future<?> put : puts) {
                put.get();
            }
        }

        assertThat(keys("many/")).isEqualTo(expected);
        assertThat(store.get("many/1099")).asString(UTF_8).isEqualTo("many/1099");
    }

    private List<String> keys(String prefix) throws IOException {
        return store.list(prefix).stream().map(StoredObject::key).toList();
    }

    static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
