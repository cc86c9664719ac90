package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A machine for the launcher: a copy of the project of which only the launcher is real, a PATH with the few tools that
 * it needs, and JDKs and a Maven that only say how they were called.
 */
final class FakeMachine {
    private static final List<String> TOOLS = List.of(
            "bash",
            "cat",
            "dirname",
            "find",
            "grep",
            "head",
            "ln",
            "ls",
            "mkdir",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "tail",
            "touch",
            "uname");

    private final Path root;
    private final Map<String, String> environment = new TreeMap<>();

    /** What the launcher did. */
    record Outcome(int status, String output, String errors) {
        void assertFailsInOneLine(String... parts) {
            assertThat(status).isEqualTo(1);
            assertThat(output).isEmpty();
            assertThat(errors).startsWith("semblance: ").contains(parts).hasLineCount(1);
        }
    }

    private FakeMachine(Path root) {
        this.root = root;
    }

    /** A machine with the sources of a project, but with neither JDK nor Maven. */
    static FakeMachine in(Path root) throws IOException {
        FakeMachine machine = new FakeMachine(root.toRealPath());
        Files.createDirectories(machine.project().resolve("standalone/src/main"));
        Files.createDirectories(machine.project().resolve(".mvn"));
        Files.createDirectories(machine.bin());
        Files.writeString(machine.project().resolve("pom.xml"), "<project/>");
        Files.copy(repository().resolve("semblance"), machine.project().resolve("semblance"));
        makeExecutable(machine.project().resolve("semblance"));
        for (String tool : TOOLS) {
            machine.addTool(tool);
        }
        machine.set("PATH", machine.bin().toString());
        machine.set("HOME", machine.root.resolve("home").toString());
        machine.set("SEMBLANCE_JDK_SEARCH", machine.jdks().toString());
        return machine;
    }

    /** The project's folder, with a space in its path. */
    Path project() {
        return root.resolve("my project");
    }

    Path jdks() {
        return root.resolve("jdks");
    }

    Path bin() {
        return root.resolve("bin");
    }

    FakeMachine set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    void addTool(String name) throws IOException {
        for (String folder : List.of("/usr/bin", "/bin")) {
            Path tool = Path.of(folder, name);
            if (Files.isExecutable(tool)) {
                script(bin().resolve(name), "exec " + tool + " \"$@\"");
                return;
            }
        }
        throw new IOException("this test needs " + name);
    }

    /** Adds a JDK whose {@code java} prints its arguments, one per line. */
    Path addJdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(jdks().resolve(name));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Any\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), """
                printf '%%s\\n' "$@"
                echo "${MALLOC_MMAP_MAX_:-} ${MALLOC_TRIM_THRESHOLD_:-} ${GOMP_SPINCOUNT:-}" >%s
                """.formatted(nativeSettings()));
        script(home.resolve("bin/javac"), "exit 0");
        return home;
    }

    /** What the last Java found in its environment for native code: two settings of the allocator, then of threads. */
    Path nativeSettings() {
        return root.resolve("native-settings");
    }

    /**
     * Adds a Maven that notes its arguments and then does what the script says; {@code $standalone} is the target
     * folder of the application.
     */
    void addMaven(String version, String script) throws IOException {
        script(bin().resolve("mvn"), """
                if [ "$1" = -v ]; then echo 'Apache Maven %s (any)'; exit 0; fi
                echo "$*" >>%s
                standalone=standalone/target
                %s
                """.formatted(version, calls(), script));
    }

    /** Adds a Maven whose build succeeds after the given time. */
    void addMaven(String seconds) throws IOException {
        addMaven(
                "3.9.9",
                "sleep " + seconds + "; mkdir -p $standalone/lib; touch $standalone/semblance-standalone-1.jar");
    }

    /** The arguments of each call of Maven so far. */
    List<String> mavenCalls() throws IOException {
        return Files.exists(calls()) ? Files.readAllLines(calls()) : List.of();
    }

    Outcome run(String... arguments) {
        return run(project().resolve("semblance"), arguments);
    }

    /** Runs the launcher by another path, from a folder that is not the project's. */
    Outcome run(Path launcher, String... arguments) {
        try {
            Path output = Files.createTempFile(root, "output", "");
            Path errors = Files.createTempFile(root, "errors", "");
            Process process = start(launcher, output, errors, arguments);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the launcher hangs: " + Files.readString(errors));
            }
            return new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts the launcher and leaves it running. */
    Process start(String... arguments) throws IOException {
        Path output = Files.createTempFile(root, "output", "");
        return start(project().resolve("semblance"), output, output, arguments);
    }

    private Process start(Path launcher, Path output, Path errors, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Path calls() {
        return root.resolve("maven-calls");
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "#!/bin/sh\n" + body + "\n", StandardCharsets.UTF_8);
        makeExecutable(file);
    }

    private static void makeExecutable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("semblance")))
                .findFirst()
                .orElseThrow();
    }
}
