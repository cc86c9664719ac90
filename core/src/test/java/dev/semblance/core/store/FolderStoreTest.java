package dev.semblance.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FolderStoreTest extends ObjectStoreContract {
    @Override
    ObjectStore newStore() {
        return StoreLocation.of(folder.resolve("store")).open();
    }

    @Test
    void shouldNotMakeAFolderAnewThatIsAway() throws IOException {
        ObjectStore store = newStore();
        Files.move(folder.resolve("store"), folder.resolve("away"));

        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> store.put("a/1", new byte[1]))
                .withMessageContaining("has gone");
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @Test
    void shouldListWhatACrashHasLeftHalfWrittenSoThatItCanBeRemoved() throws IOException {
        ObjectStore store = newStore();
        store.put("a/1", new byte[1]);
        Files.write(folder.resolve("store/a/.tmp-left-by-a-crash"), new byte[1]);

        assertThat(store.list("")).extracting(StoredObject::key).containsExactly("a/.tmp-left-by-a-crash", "a/1");
        store.delete("a/.tmp-left-by-a-crash");
        assertThat(store.list("")).extracting(StoredObject::key).containsExactly("a/1");
    }

    @Test
    void shouldLeaveNothingOfAFailedPut() throws IOException {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> newStore().put("a/1", folder.resolve("missing")));

        assertThat(namesIn(folder.resolve("store/a"))).isEmpty();
    }

    @Test
    void shouldSayWhichFolderCannotBeUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new FolderStore(file))
                .withMessageContaining(file.toString());
    }
}
