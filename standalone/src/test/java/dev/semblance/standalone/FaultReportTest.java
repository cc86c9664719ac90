package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FaultReportTest {
    @Test
    void shouldSayWhatAnOperatorCanMend() {
        assertThat(FaultReport.line(new OperatorException("port 1 is in use")))
                .isEqualTo("semblance: port 1 is in use");
    }

    @Test
    void shouldFindWhatAnOperatorCanMendBehindOtherFaults() {
        Throwable fault = new IllegalStateException("outer", new OperatorException("port 1 is in use"));

        assertThat(FaultReport.line(fault)).isEqualTo("semblance: port 1 is in use");
    }

    @Test
    void shouldKnowAFullDisk() {
        Throwable fault = new UncheckedIOException(new IOException("No space left on device"));

        assertThat(FaultReport.line(fault))
                .isEqualTo("semblance: the disk is full: java.io.IOException: No space left on device;"
                        + " free some space and start again");
    }

    @Test
    void shouldNameTheFileThatIsDenied() {
        assertThat(FaultReport.line(new RuntimeException(new AccessDeniedException("/data/x"))))
                .isEqualTo("semblance: no permission for /data/x");
    }

    @Test
    void shouldNameAFileThatCannotBeUsed() {
        assertThat(FaultReport.line(new FileSystemException("/data/x", null, "Not a directory")))
                .isEqualTo("semblance: cannot use /data/x: Not a directory");
    }

    @Test
    void shouldSayWhyAFileCannotBeUsedWhereTheSystemGivesNoReason() {
        assertThat(FaultReport.line(new NoSuchFileException("/data/x")))
                .isEqualTo("semblance: cannot use /data/x: there is no such file");
        assertThat(FaultReport.line(new FileAlreadyExistsException("/data/x")))
                .isEqualTo("semblance: cannot use /data/x: FileAlreadyExistsException");
    }

    @Test
    void shouldSayThatAnUnknownFaultShouldNotHappen() {
        assertThat(FaultReport.line(new IllegalStateException("odd")))
                .startsWith("semblance: failed: java.lang.IllegalStateException: odd (this should not happen;");
    }

    @Test
    void shouldStayOneLine() {
        assertThat(FaultReport.line(new IllegalStateException("first\n  second\r\nthird")))
                .hasLineCount(1)
                .contains("first second third");
        assertThat(FaultReport.line(new OperatorException("first\nsecond"))).isEqualTo("semblance: first second");
    }

    @Test
    void shouldReportAFaultWithoutMessage() {
        assertThat(FaultReport.line(new IllegalStateException()))
                .startsWith("semblance: failed: java.lang.IllegalStateException (");
    }
}
