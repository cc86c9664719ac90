package dev.semblance.benchmarks.faults;

import dev.semblance.standalone.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A role in a JVM of its own, which can be killed and started again; each start has files of its own for its output.
 * For one thread.
 */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Role role;
    private final Path logs;
    private final Process process;
    private final Path output;

    private ServerProcess(Role role, Path logs, Process process, Path output) {
        this.role = role;
        this.logs = logs;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param logs folder for its output
     */
    static ServerProcess start(Role role, Path logs) throws IOException {
        Files.createDirectories(logs);
        Path output = Files.createTempFile(logs, role.name() + "-", ".out");
        Path errors = Path.of(output.toString().replaceFirst("\\.out$", ".err"));
        Process process = new ProcessBuilder(command(role))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new ServerProcess(role, logs, process, output);
    }

    private static List<String> command(Role role) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + role.heap(),
                "-XX:+ExitOnOutOfMemoryError",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Dsemblance.home=" + System.getProperty("semblance.home", "."),
                "-Dai.djl.pytorch.num_threads=1",
                "-cp",
                classPath(role.kind()),
                Main.class.getName()));
        command.addAll(role.arguments());
        return command;
    }

    private static String classPath(Kind kind) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !kind.isOfFlink() || !entry.contains("stream-indexer"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    Role role() {
        return role;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isReady() throws IOException {
        return process.isAlive() && Files.readString(output).contains(role.ready());
    }

    /** Ends it with SIGKILL: it cannot put anything down. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Sends a signal such as STOP or CONT. */
    void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("signal " + name + " did not reach " + role.name());
        }
    }

    /** Ends it though it stands still. */
    void endFrozen() {
        process.destroyForcibly();
    }

    /** Starts the role again. */
    ServerProcess again() throws IOException {
        return start(role, logs);
    }

    /** Asks it to end, as Ctrl-C does; kills it where it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(role.name() + " (process " + process.pid() + ") does not end");
        }
    }
}
