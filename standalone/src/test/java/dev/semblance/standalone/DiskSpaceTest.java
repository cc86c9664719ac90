package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
    @TempDir
    private Path folder;

    @Test
    void shouldMakeTheFolderAndLeaveNothingInIt() {
        Path wanted = folder.resolve("a/b");

        DiskSpace.requireRoomToStart(wanted);

        assertThat(wanted).isEmptyDirectory();
    }

    @Test
    void shouldTakeAFolderThatIsThere() throws IOException {
        Path file = Files.writeString(folder.resolve("kept"), "kept");

        DiskSpace.requireRoomToStart(folder);

        assertThat(folder).isDirectoryContaining(file::equals);
    }

    /** A path below a file cannot be made by anyone, root included. */
    @Test
    void shouldRefuseAFolderThatCannotBeMade() throws IOException {
        Path wanted = Files.writeString(folder.resolve("file"), "").resolve("below");

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> DiskSpace.requireRoomToStart(wanted))
                .withMessageStartingWith("cannot write to folder " + wanted + ": ")
                .withMessageEndingWith("; choose another or mend its permissions");
    }

    @Test
    void shouldRefuseAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatExceptionOfType(OperatorException.class).isThrownBy(() -> DiskSpace.requireRoomToStart(file));
    }
}
