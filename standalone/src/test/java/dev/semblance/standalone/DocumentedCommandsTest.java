package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.standalone.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages tell users to type can be typed, and the recipes can be read. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMAND = Pattern.compile("(?m)^ *(?:\\S+=\\S+ )*\\./semblance +([^\\n#&]+)");
    /** The launcher's own. */
    private static final Set<String> LAUNCHER = Set.of("test", "bench", "...");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @ParameterizedTest
    @ValueSource(strings = {"tutorial", "training", "data", "models", "operations", "http"})
    void shouldOnlyNameCommandsAndFlagsThatThereAre(String page) throws IOException {
        List<String> commands = commands(Files.readString(ROOT.resolve("docs/" + page + ".md")));

        assertThat(commands)
                .isNotEmpty()
                .allSatisfy(command -> assertThat(SemblanceCommand.create(SmallSystem.QUIET, Map.of())
                                .parseArgs(command.split(" +", -1))
                                .hasSubcommand())
                        .as(command)
                        .isTrue());
    }

    private static List<String> commands(String text) {
        return COMMAND.matcher(text.replaceAll("\\\\\\n +", ""))
                .results()
                .map(match -> match.group(1).strip())
                .filter(command -> !LAUNCHER.contains(command.split(" ", 2)[0]))
                .toList();
    }

    static Stream<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("recipes"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void shouldReadEveryRecipeAndTheCommandInIt(Path recipe) throws IOException {
        assertThat(Settings.load(Optional.of(recipe), Map.of(), Map.of())
                        .train()
                        .plan())
                .isNotNull();
        assertThat(commands(Files.readString(recipe).replaceAll("(?m)^# *", "")))
                .singleElement()
                .asString()
                .contains("--config recipes/" + recipe.getFileName());
    }

    @Test
    void shouldLinkToWhatIsThere() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                Matcher link = LINK.matcher(Files.readString(page));
                while (link.find()) {
                    assertThat(ROOT.resolve("docs").resolve(link.group(1)))
                            .as("%s", Arrays.asList(page, link.group(1)))
                            .exists();
                }
            }
        }
    }
}
