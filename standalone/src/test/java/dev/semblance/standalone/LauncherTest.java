package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.standalone.FakeMachine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
    @TempDir
    Path folder;

    private FakeMachine machine;

    @BeforeEach
    void setUp() throws IOException {
        machine = FakeMachine.in(folder);
    }

    @Test
    void shouldBuildAndThenRunJavaWithItsFlagsAndTheArgumentsAsTheyAre() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("0");
        machine.set("SEMBLANCE_JVM_OPTS", "-Xmx1g -Dx=*");
        Path link = Files.createSymbolicLink(
                folder.resolve("link"), machine.project().resolve("semblance"));

        Outcome outcome = machine.run(link, "train", "--data", "my images/*");

        String target = machine.project() + "/standalone/target/";
        assertThat(outcome.status()).isZero();
        assertThat(outcome.output())
                .isEqualTo(String.join(
                        "\n",
                        "-Xmx3g",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.awt.headless=true",
                        "-Dsemblance.home=" + machine.project(),
                        "-Dsemblance.terminal=false",
                        "-Xmx1g",
                        "-Dx=*",
                        "-cp",
                        target + "semblance-standalone-1.jar:" + target + "lib/*:" + target + "job/*",
                        "dev.semblance.standalone.Main",
                        "train",
                        "--data",
                        "my images/*",
                        ""));
        assertThat(machine.mavenCalls())
                .containsExactly("-ntp -B -Dmaven.test.skip=true -Dspotless.check.skip -pl standalone -am package");
    }

    /** What a job brings along must not be there already, where it would be loaded once and for all jobs. */
    @ParameterizedTest
    @ValueSource(strings = {"jobmanager", "taskmanager"})
    void shouldRunFlinksProcessesWithoutTheClassesOfTheJob(String command) throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("0");

        Outcome outcome = machine.run(command);

        String target = machine.project() + "/standalone/target/";
        assertThat(outcome.output())
                .endsWith(String.join(
                        "\n",
                        "-cp",
                        target + "semblance-standalone-1.jar:" + target + "lib/*",
                        "dev.semblance.standalone.Main",
                        command,
                        ""));
    }

    /** Native code reads these before Java could set them. */
    @Test
    void shouldTellTheNativeAllocatorToKeepLargeBlocksUnlessToldOtherwise() throws IOException {
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        machine.addJdk("good", "25");
        machine.addMaven("0");

        machine.run("train");
        assertThat(machine.nativeSettings()).hasContent("0 4000000000 2000");

        machine.set("MALLOC_MMAP_MAX_", "65536");
        machine.set("GOMP_SPINCOUNT", "7");
        machine.run("train");
        assertThat(machine.nativeSettings()).hasContent("65536 4000000000 7");
    }

    @Test
    void shouldLeaveOutTheFlagThatOlderJdksDoNotKnow() throws IOException {
        machine.addJdk("good", "21.0.4");
        machine.addMaven("0");

        assertThat(machine.run("demo").output()).doesNotContain("unsafe").contains("jdk.incubator.vector");
    }

    @Test
    void shouldBuildAgainOnlyWhenASourceChangedOrWentAway() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("0");
        Path source = Files.writeString(machine.project().resolve("standalone/src/main/A.java"), "");
        age(source);
        age(source.resolveSibling("."));

        assertThat(machine.run("demo").errors()).contains("built in");
        assertThat(machine.run("demo").errors()).isEmpty();

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(machine.run("demo").errors()).contains("built in");

        age(source);
        Files.setLastModifiedTime(
                source.resolveSibling("."), FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(machine.run("demo").errors()).contains("built in");
    }

    @Test
    void shouldBuildAgainWhenWhatWasBuiltIsGone() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("0");
        machine.run("demo");

        Files.delete(machine.project().resolve("standalone/target/semblance-standalone-1.jar"));

        assertThat(machine.run("demo").errors()).contains("built in");
    }

    @Test
    void shouldBuildForTheGpuAndAgainForTheCpu() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("0");
        machine.run("demo");
        machine.set("SEMBLANCE_GPU", "cuda");

        assertThat(machine.run("demo").errors()).contains("built in");
        assertThat(machine.run("demo").errors()).isEmpty();
        machine.set("SEMBLANCE_GPU", "");
        assertThat(machine.run("demo").errors()).contains("built in");

        String arguments = "-B -Dmaven.test.skip=true -Dspotless.check.skip -pl standalone -am package";
        assertThat(machine.mavenCalls())
                .containsExactly("-ntp " + arguments, "-ntp -Pcuda " + arguments, "-ntp " + arguments);
    }

    @Test
    void shouldTestWithWhatTheGpuNeeds() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("0");
        machine.set("SEMBLANCE_GPU", "cuda");

        machine.run("test");

        assertThat(machine.run("demo").errors()).isEmpty();
        assertThat(machine.mavenCalls()).containsExactly("-ntp -Pcuda -B verify");
    }

    @Test
    void shouldRefuseAnUnknownKindOfGpu() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("0");
        machine.set("SEMBLANCE_GPU", "rocm");

        machine.run("demo").assertFailsInOneLine("SEMBLANCE_GPU=rocm is unknown; make it cuda, or unset it");
        assertThat(machine.mavenCalls()).isEmpty();
    }

    @Test
    void shouldShowWhyABuildFailedAndTryAgainTheNextTime() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("3.9.9", "echo '[INFO] noise'; echo '[ERROR] A.java:[1,1] no such thing'; exit 1");

        Outcome outcome = machine.run("demo");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors())
                .contains("[ERROR] A.java:[1,1] no such thing")
                .contains("the build failed; all of its output is in " + machine.project() + "/target/build.log")
                .doesNotContain("noise");

        machine.addMaven("0");
        assertThat(machine.run("demo").status()).isZero();
    }

    @Test
    void shouldNotBeSilentWhileItBuilds() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("5");

        assertThat(machine.run("demo").errors().lines().filter(line -> line.contains("building")))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void shouldStopTheBuildWhenItIsStopped() throws Exception {
        machine.addJdk("good", "25");
        Path id = folder.resolve("maven-id");
        machine.addMaven("3.9.9", "echo $$ >'" + id + ".new'; ln '" + id + ".new' '" + id + "'; exec sleep 60");

        Process launcher = machine.start("demo");
        await().until(() -> Files.exists(id));
        ProcessHandle maven =
                ProcessHandle.of(Long.parseLong(Files.readString(id).strip())).orElseThrow();
        launcher.destroy();

        assertThat(launcher.waitFor()).isEqualTo(130);
        await().until(() -> !maven.isAlive());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBuildOnceWhenTwoAreStarted(boolean withFlock) throws IOException {
        if (withFlock) {
            machine.addTool("flock");
        }
        machine.addJdk("good", "25");
        machine.addMaven("2");

        CompletableFuture<Outcome> other = CompletableFuture.supplyAsync(() -> machine.run("demo"));
        Outcome one = machine.run("demo");

        assertThat(one.status()).isZero();
        assertThat(other.join().status()).isZero();
        assertThat(machine.mavenCalls()).hasSize(1);
    }

    @Test
    void shouldTakeOverTheLockOfAProcessThatIsGone() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("0");
        Path target = Files.createDirectories(machine.project().resolve("target"));
        Files.createSymbolicLink(target.resolve(".semblance-lock.pid"), Path.of("999999999"));

        assertThat(machine.run("demo").status()).isZero();
    }

    @Test
    void shouldRunAllTestsWithTheArgumentsForMavenAndItsStatus() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("3.9.9", "echo Tests run: 3 $SEMBLANCE_SKIP_BUILD; exit 7");

        Outcome outcome = machine.run("test", "-pl", "core");

        assertThat(outcome.status()).isEqualTo(7);
        assertThat(outcome.output()).isEqualTo("Tests run: 3 true\n");
        assertThat(machine.mavenCalls()).containsExactly("-ntp -B verify -pl core");
    }

    @Test
    void shouldNotBuildWhatATestRunHasPackaged() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("0");
        machine.run("test");

        assertThat(machine.run("demo").errors()).isEmpty();
        assertThat(machine.mavenCalls()).containsExactly("-ntp -B verify");
    }

    @Test
    void shouldRunTheBenchmarksOnTheClassPathOfTheApplication() throws IOException {
        machine.addJdk("good", "25");
        machine.addMaven("3.9.9", """
                mkdir -p $standalone/lib benchmarks/target
                touch $standalone/semblance-standalone-1.jar benchmarks/target/semblance-benchmarks-1.jar
                """);

        Outcome outcome = machine.run("bench", "--quick");

        String project = machine.project().toString();
        assertThat(outcome.output())
                .endsWith(String.join(
                        "\n",
                        "-cp",
                        project + "/benchmarks/target/semblance-benchmarks-1.jar:" + project
                                + "/standalone/target/semblance-standalone-1.jar:" + project
                                + "/standalone/target/lib/*:" + project + "/standalone/target/job/*",
                        "dev.semblance.benchmarks.Main",
                        "--quick",
                        ""));
    }

    @Test
    void shouldSayThatThereIsNothingToRunWhenBuildingIsSwitchedOff() throws IOException {
        machine.addJdk("good", "25");
        machine.set("SEMBLANCE_SKIP_BUILD", "true");

        machine.run("demo").assertFailsInOneLine("nothing was built yet");
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }
}
