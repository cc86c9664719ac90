package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.standalone.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemblanceCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream systemOut = System.out;
    private final PrintStream systemErr = System.err;

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveBack() {
        System.setOut(systemOut);
        System.setErr(systemErr);
    }

    @Test
    void shouldListTheCommandsWhereNoneIsGiven() {
        assertThat(run()).isZero();
        assertThat(out())
                .contains(
                        "demo",
                        "broker",
                        "topics",
                        "train",
                        "produce",
                        "index",
                        "serve",
                        "verify",
                        "sweep",
                        "sweep",
                        "models",
                        "data",
                        "jobmanager",
                        "taskmanager");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "broker",
                "topics",
                "train",
                "produce",
                "index",
                "serve",
                "verify",
                "sweep",
                "jobmanager",
                "taskmanager"
            })
    void shouldExplainEachCommand(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out()).contains("Usage: semblance " + command, "--config", "--set", "--print-config");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "broker",
                "topics",
                "train",
                "produce",
                "index",
                "serve",
                "verify",
                "sweep",
                "jobmanager",
                "taskmanager"
            })
    void shouldPrintTheSettingsAndExit(String command) {
        assertThat(run(command, "--print-config")).isZero();
        assertThat(out().lines()).contains("serve.port = 8080  # default").allMatch(line -> line.contains(" = "));
        assertThat(err()).isEmpty();
    }

    @Test
    void shouldPrintWhereAValueIsFrom() {
        assertThat(run("serve", "--port", "1234", "--set", "serve.max-k=5", "--print-config"))
                .isZero();
        assertThat(out().lines()).contains("serve.port = \"1234\"  # flag", "serve.max-k = \"5\"  # flag");
    }

    @Test
    void shouldRefuseAnUnknownFlagInOneLine() {
        assertThat(run("serve", "--prot", "1")).isEqualTo(2);
        assertThat(err())
                .hasLineCount(1)
                .startsWith("semblance: Unknown option")
                .contains("--prot")
                .endsWith("(try './semblance serve --help')\n");
    }

    @Test
    void shouldRefuseAnUnknownCommandInOneLine() {
        assertThat(run("sevre")).isEqualTo(2);
        assertThat(err()).hasLineCount(1).startsWith("semblance: ").contains("sevre", "./semblance --help");
    }

    @Test
    void shouldRefuseAFlagThatIsGivenTwice() {
        assertThat(run("serve", "--port", "1", "--port", "2", "--print-config")).isEqualTo(2);
        assertThat(err()).hasLineCount(1).contains("--port", "only once");
    }

    @Test
    void shouldRefuseASettingThatIsNone() {
        assertThat(run("serve", "--set", "port", "--print-config")).isEqualTo(2);
        assertThat(err()).hasLineCount(1).contains("--set", "KEY=VALUE", "port");
    }

    @Test
    void shouldRefuseAnUnknownSettingInOneLine() {
        assertThat(run("serve", "--set", "serve.prot=1")).isEqualTo(1);
        assertThat(err()).isEqualTo("semblance: unknown setting 'serve.prot' (flag): did you mean 'serve.port'?\n");
    }

    @Test
    void shouldRefuseAFlagAndASettingForOneKey() {
        assertThat(run("serve", "--port", "1", "--set", "serve.port=1")).isEqualTo(1);
        assertThat(err()).isEqualTo("semblance: setting serve.port is given twice: by --port and by --set\n");
    }

    @Test
    void shouldRefuseAValueThatIsNotAllowed() {
        assertThat(run("serve", "--port", "70000")).isEqualTo(1);
        assertThat(err())
                .isEqualTo("semblance: serve.port must be a whole number from 0 to 65535, not \"70000\" (flag)\n");
    }

    @Test
    void shouldRefuseAConfigurationFileThatIsNotThere(@TempDir Path folder) {
        assertThat(run("serve", "--config", folder.resolve("none.conf").toString()))
                .isEqualTo(1);
        assertThat(err()).hasLineCount(1).contains("cannot read the configuration file", "none.conf");
    }

    private static int run(String... arguments) {
        return SemblanceCommand.create(new Console(System.out, false), Map.of()).execute(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
