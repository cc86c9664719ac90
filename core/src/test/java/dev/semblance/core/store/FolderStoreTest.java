package dev.semblance.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderStoreTest {
    @TempDir
    Path folder;

    private FolderStore store;

    @BeforeEach
    void open() {
        store = new FolderStore(folder.resolve("store"));
    }

    @Test
    void shouldGiveBackWhatWasPut() throws IOException {
        store.put("a/b/c.bin", "hello".getBytes(UTF_8));

        assertThat(store.get("a/b/c.bin")).asString(UTF_8).isEqualTo("hello");
    }

    @Test
    void shouldCopyFilesInAndOut() throws IOException {
        Path file = Files.writeString(folder.resolve("in.txt"), "hello");
        store.put("a/file.txt", file);
        Path target = folder.resolve("new/out.txt");
        store.fetch("a/file.txt", target);

        assertThat(target).hasContent("hello");
        assertThat(file).exists();
    }

    @Test
    void shouldListKeysByPrefixInOrder() throws IOException {
        store.put("b/2", new byte[1]);
        store.put("a/1", new byte[1]);
        store.put("b/1", new byte[1]);
        store.put("bc", new byte[1]);

        assertThat(store.list("b/")).extracting(StoredObject::key).containsExactly("b/1", "b/2");
        assertThat(store.list("b")).extracting(StoredObject::key).containsExactly("b/1", "b/2", "bc");
        assertThat(store.list("")).hasSize(4);
        assertThat(store.list("none")).isEmpty();
    }

    @Test
    void shouldListWhatACrashHasLeftHalfWrittenSoThatItCanBeRemoved() throws IOException {
        store.put("a/1", new byte[1]);
        Files.write(folder.resolve("store/a/.tmp-left-by-a-crash"), new byte[1]);

        assertThat(store.list("")).extracting(StoredObject::key).containsExactly("a/.tmp-left-by-a-crash", "a/1");
        store.delete("a/.tmp-left-by-a-crash");
        assertThat(store.list("")).extracting(StoredObject::key).containsExactly("a/1");
    }

    @Test
    void shouldLeaveNothingOfAFailedPut() throws IOException {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> store.put("a/1", folder.resolve("missing")));

        try (var files = Files.list(folder.resolve("store/a"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void shouldForgetWhatIsDeleted() throws IOException {
        store.put("a/1", new byte[1]);
        store.delete("a/1");
        store.delete("a/1");

        assertThat(store.list("")).isEmpty();
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store.get("a/1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "../outside", "a/../../outside", "/etc/passwd"})
    void shouldRefuseKeysThatLeaveTheFolder(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.put(key, new byte[1]));
    }

    @Test
    void shouldSayWhichFolderCannotBeUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new FolderStore(file))
                .withMessageContaining(file.toString());
    }
}
