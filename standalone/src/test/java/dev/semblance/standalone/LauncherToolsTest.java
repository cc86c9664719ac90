package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.standalone.FakeMachine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which JDK and which Maven the launcher takes. */
class LauncherToolsTest {
    @TempDir
    Path folder;

    private FakeMachine machine;

    @BeforeEach
    void setUp() throws IOException {
        machine = FakeMachine.in(folder);
    }

    @Test
    void shouldTakeTheConfiguredJdkBeforeAllOthers() throws IOException {
        Path configured = machine.addJdk("configured", "21.0.4");
        Path other = machine.addJdk("another", "25");
        machine.set("SEMBLANCE_JAVA_HOME", configured.toString()).set("JAVA_HOME", other.toString());

        assertThat(chosenJdk()).isEqualTo(configured.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.9", "1.8.0_402", "20"})
    void shouldRefuseAConfiguredJdkThatIsTooOld(String version) throws IOException {
        Path configured = machine.addJdk("configured", version);
        machine.addJdk("good", "25");
        machine.set("SEMBLANCE_JAVA_HOME", configured.toString());

        machine.run("--java-home").assertFailsInOneLine("SEMBLANCE_JAVA_HOME=" + configured + " is no JDK 21 or newer");
    }

    @Test
    void shouldTakeJavaHomeBeforeThePath() throws IOException {
        Path home = machine.addJdk("home", "25");
        putOnPath(machine.addJdk("path", "25"));
        machine.set("JAVA_HOME", home.toString());

        assertThat(chosenJdk()).isEqualTo(home.toString());
    }

    @Test
    void shouldTakeTheJdkBehindTheLinkOnThePathBeforeSearching() throws IOException {
        machine.addJdk("a-searched", "25");
        Path path = machine.addJdk("path", "21");
        putOnPath(path);

        assertThat(chosenJdk()).isEqualTo(path.toString());
    }

    @Test
    void shouldPassOverJdksThatAreTooOldOrNotWhole() throws IOException {
        Path old = machine.addJdk("a-old", "17.0.9");
        Files.delete(machine.addJdk("b-no-compiler", "25").resolve("bin/javac"));
        Path good = machine.addJdk("c-good", "22-ea");
        putOnPath(old);
        machine.set("JAVA_HOME", old.toString());

        assertThat(chosenJdk()).isEqualTo(good.toString());
    }

    @Test
    void shouldAskJavaItselfWhereThereIsNoReleaseFile() throws IOException {
        Path home = machine.addJdk("no-release", "25");
        Files.delete(home.resolve("release"));
        Files.writeString(home.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"23.0.1\" 2024-10-15' >&2\n");

        assertThat(chosenJdk()).isEqualTo(home.toString());
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldSayInOneLineThatThereIsNoJdkAndHowToGetOne(boolean withOldJava) throws IOException {
        if (withOldJava) {
            putOnPath(machine.addJdk("old", "17"));
        }
        machine.addMaven("0");

        machine.run("demo").assertFailsInOneLine("no JDK 21 or newer", "apt install", "brew install", "sdk install");
    }

    @Test
    void shouldSayInOneLineThatThereIsNoMavenAndHowToGetIt() throws IOException {
        machine.addJdk("good", "25");

        machine.run("demo").assertFailsInOneLine("no Maven 3.8 or newer", "apt install", "brew install", "sdk install");
    }

    @Test
    void shouldRefuseAMavenThatIsTooOld() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("3.6.3", "exit 0");

        machine.run("test").assertFailsInOneLine("no Maven 3.8 or newer");
        assertThat(machine.mavenCalls()).isEmpty();
    }

    private String chosenJdk() {
        Outcome outcome = machine.run("--java-home");
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.status()).isZero();
        return outcome.output().strip();
    }

    private void putOnPath(Path jdk) throws IOException {
        for (String tool : new String[] {"java", "javac"}) {
            Files.createSymbolicLink(
                    machine.bin().resolve(tool), jdk.resolve("bin").resolve(tool));
        }
    }
}
