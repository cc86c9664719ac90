package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SemblanceCommandTest {
    @RegisterExtension
    private final CapturedCommandLine line = new CapturedCommandLine();

    private static Stream<String> commandsWithSettings() {
        return Stream.of(
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
                "taskmanager");
    }

    @Test
    void shouldListTheCommandsWhereNoneIsGiven() {
        assertThat(line.run()).isZero();
        assertThat(line.out())
                .contains("models", "data")
                .contains(commandsWithSettings().toList());
    }

    @ParameterizedTest
    @MethodSource("commandsWithSettings")
    void shouldExplainEachCommand(String command) {
        assertThat(line.run(command, "--help")).isZero();
        assertThat(line.out()).contains("Usage: semblance " + command, "--config", "--set", "--print-config");
    }

    @ParameterizedTest
    @MethodSource("commandsWithSettings")
    void shouldPrintTheSettingsAndExit(String command) {
        assertThat(line.run(command, "--print-config")).isZero();
        assertThat(line.out().lines()).contains("serve.port = 8080  # default").allMatch(line -> line.contains(" = "));
        assertThat(line.err()).isEmpty();
    }

    @Test
    void shouldPrintWhereAValueIsFrom() {
        assertThat(line.run("serve", "--port", "1234", "--set", "serve.max-k=5", "--print-config"))
                .isZero();
        assertThat(line.out().lines()).contains("serve.port = \"1234\"  # flag", "serve.max-k = \"5\"  # flag");
    }

    @Test
    void shouldRefuseAnUnknownFlagInOneLine() {
        assertThat(line.run("serve", "--prot", "1")).isEqualTo(2);
        assertThat(line.err())
                .hasLineCount(1)
                .startsWith("semblance: Unknown option")
                .contains("--prot")
                .endsWith("(try './semblance serve --help')\n");
    }

    @Test
    void shouldRefuseAnUnknownCommandInOneLine() {
        assertThat(line.run("sevre")).isEqualTo(2);
        assertThat(line.err()).hasLineCount(1).startsWith("semblance: ").contains("sevre", "./semblance --help");
    }

    @Test
    void shouldRefuseAFlagThatIsGivenTwice() {
        assertThat(line.run("serve", "--port", "1", "--port", "2", "--print-config"))
                .isEqualTo(2);
        assertThat(line.err()).hasLineCount(1).contains("--port", "only once");
    }

    @Test
    void shouldRefuseASettingThatIsNone() {
        assertThat(line.run("serve", "--set", "port", "--print-config")).isEqualTo(2);
        assertThat(line.err()).hasLineCount(1).contains("--set", "KEY=VALUE", "port");
    }

    @Test
    void shouldRefuseAnUnknownSettingInOneLine() {
        assertThat(line.run("serve", "--set", "serve.prot=1")).isEqualTo(1);
        assertThat(line.err())
                .isEqualTo("semblance: unknown setting 'serve.prot' (flag): did you mean 'serve.port'?\n");
    }

    @Test
    void shouldRefuseAFlagAndASettingForOneKey() {
        assertThat(line.run("serve", "--port", "1", "--set", "serve.port=1")).isEqualTo(1);
        assertThat(line.err()).isEqualTo("semblance: setting serve.port is given twice: by --port and by --set\n");
    }

    @Test
    void shouldRefuseAValueThatIsNotAllowed() {
        assertThat(line.run("serve", "--port", "70000")).isEqualTo(1);
        assertThat(line.err())
                .isEqualTo("semblance: serve.port must be a whole number from 0 to 65535, not \"70000\" (flag)\n");
    }

    @Test
    void shouldRefuseAConfigurationFileThatIsNotThere(@TempDir Path folder) {
        assertThat(line.run("serve", "--config", folder.resolve("none.conf").toString()))
                .isEqualTo(1);
        assertThat(line.err()).hasLineCount(1).contains("cannot read the configuration file", "none.conf");
    }
}
