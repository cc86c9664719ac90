package dev.semblance.standalone;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command line in a JVM of its own. */
final class SemblanceProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Path output;
    private final Path errors;

    private SemblanceProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    static SemblanceProcess start(Path folder, String... arguments) throws IOException {
        return start(folder, System.getProperty("java.class.path"), arguments);
    }

    /** As the launcher starts Flink's processes: without the classes that come with each job. */
    static SemblanceProcess startOfFlink(Path folder, String... arguments) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("stream-indexer"))
                .collect(Collectors.joining(File.pathSeparator));
        return start(folder, classPath, arguments);
    }

    private static SemblanceProcess start(Path folder, String classPath, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                // Several start at once on few cores and live for seconds.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dsemblance.home=..",
                "-Dai.djl.pytorch.num_threads=1",
                "-cp",
                classPath,
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Files.createDirectories(folder);
        Path output = Files.createTempFile(folder, arguments[0], ".out");
        Path errors = Files.createTempFile(folder, arguments[0], ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new SemblanceProcess(process, output, errors);
    }

    /** Waits for a line of the output and gives what the pattern's group matched in it. */
    String awaitLine(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        await("'" + pattern + "' in " + output)
                .atMost(PATIENCE)
                .failFast(() -> {
                    if (!process.isAlive() && !matches(wanted)) {
                        throw new AssertionError("the process ended: " + output() + errors());
                    }
                })
                .until(() -> matches(wanted));
        Matcher found = wanted.matcher(output());
        if (!found.find()) {
            throw new IllegalStateException("the line has gone: " + pattern);
        }
        return found.group(1);
    }

    private boolean matches(Pattern wanted) {
        return wanted.matcher(output()).find();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end and gives the exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process does not end: " + output() + errors());
        }
        return process.exitValue();
    }

    String output() {
        return read(output);
    }

    /** Standard error, without what the JVM itself says of incubator modules and native access. */
    String errors() {
        return read(errors)
                .lines()
                .filter(line -> !line.startsWith("WARNING: "))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it with SIGKILL: it cannot put anything down. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Stops all its threads with SIGSTOP, as a machine does that hangs. */
    void pause() throws Exception {
        signal("STOP");
    }

    /** Lets it go on, with SIGCONT. */
    void resume() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("cannot send SIG" + name + " to " + process.pid());
        }
    }

    /** Asks it to end, as Ctrl-C does, and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
