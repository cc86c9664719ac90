package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServiceCommandTest {
    private static final List<SettingFlag> FLAGS =
            SettingFlag.flags(new SettingFlag("--port", "serve.port", "PORT", "port to listen on"));

    private final List<Settings> runs = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void shouldRunWithTheDefaults() {
        assertThat(command(Map.of()).execute()).isZero();
        assertThat(runs)
                .singleElement()
                .satisfies(settings -> assertThat(settings.serve().port()).isEqualTo(8080));
    }

    @Test
    void shouldLetAFlagWinOverTheEnvironmentAndThatOverTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("my.conf"), "serve { port = 1, max-k = 2, model = \"filed\" }");
        Map<String, String> environment = Map.of("SEMBLANCE_SERVE_PORT", "3", "SEMBLANCE_SERVE_MAX_K", "4");

        assertThat(command(environment).execute("--config", file.toString(), "--port", "5"))
                .isZero();
        assertThat(runs).singleElement().satisfies(settings -> {
            assertThat(settings.serve().port()).isEqualTo(5);
            assertThat(settings.serve().limits().maxK()).isEqualTo(4);
            assertThat(settings.serve().model()).isEqualTo("filed");
        });
    }

    @Test
    void shouldTakeSeveralSettings() {
        assertThat(command(Map.of()).execute("--set", "serve.port=5", "--set", "train.data=a=b"))
                .isZero();
        assertThat(runs).singleElement().satisfies(settings -> {
            assertThat(settings.serve().port()).isEqualTo(5);
            assertThat(settings.train().data().name()).isEqualTo("a=b");
        });
    }

    @Test
    void shouldNotRunWhenTheSettingsArePrinted() {
        assertThat(command(Map.of()).execute("--port", "5", "--print-config")).isZero();
        assertThat(runs).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("serve.port = \"5\"  # flag\n");
    }

    private CommandLine command(Map<String, String> environment) {
        Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8), false);
        return ServiceCommand.create(
                "serve", "Serves.", FLAGS, (settings, shown) -> runs.add(settings), console, environment);
    }
}
