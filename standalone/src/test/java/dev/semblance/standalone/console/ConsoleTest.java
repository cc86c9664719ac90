package dev.semblance.standalone.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void shouldWriteLines() {
        console(false).line("%d of %s", 1, "ß");

        assertThat(written()).isEqualTo("1 of ß\n");
    }

    @Test
    void shouldWriteNumbersAlikeEverywhere() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            console(false).line("%.1f", 1.5);
        } finally {
            Locale.setDefault(before);
        }

        assertThat(written()).isEqualTo("1.5\n");
    }

    @Test
    void shouldRewriteALineOnATerminal() {
        Console console = console(true);
        console.rewrite("streamed %d", 9);
        console.rewrite("streamed %d", 10);

        assertThat(written()).isEqualTo("\rstreamed 9   \rstreamed 10   ");
    }

    @Test
    void shouldNotRewriteElsewhere() {
        Console console = console(false);
        console.rewrite("streamed %d", 9);
        console.rewrite("streamed %d", 10);

        assertThat(written()).isEqualTo("streamed 9\nstreamed 10\n");
    }

    @Test
    void shouldSayHowATaskHasEnded() {
        try (Progress progress = console(false).progress("reading", "images", 7)) {
            progress.update(3, "half");
            progress.update(7, "loss 0.5");
        }

        assertThat(written()).matches("reading: 7 of 7 images, \\d+ s, done, loss 0\\.5\n");
    }

    @Test
    void shouldSayHowFarATaskHasComeThatWasCutShort() {
        try (Progress progress = console(false).progress("reading", "images", 7)) {
            progress.update(3, "");
        }

        assertThat(written()).matches("reading: 3 of 7 images, \\d+ s, \\d+ s left\n");
    }

    @Test
    void shouldNotGuessTheTimeLeftWhereNothingIsDone() {
        try (Progress progress = console(false).progress("reading", "images", 7)) {
            progress.update(0, "");
        }

        assertThat(written()).matches("reading: 0 of 7 images, \\d+ s\n");
    }

    @Test
    void shouldEndATaskThatHadNothingToDo() {
        console(false).progress("reading", "images", 0).close();

        assertThat(written()).matches("reading: 0 of 0 images, \\d+ s, done\n");
    }

    private Console console(boolean terminal) {
        return new Console(new PrintStream(out, false, StandardCharsets.UTF_8), terminal);
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
