package dev.semblance.benchmarks.query;

import dev.semblance.core.OperatorException;
import dev.semblance.standalone.Main;
import dev.semblance.standalone.config.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A query node in a JVM of its own, with the flags of this one, which the launcher set. */
final class ServiceProcess implements AutoCloseable {
    private static final String READY = "query service ready at ";

    private final Process process;
    private final URI address;

    private ServiceProcess(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it, and waits until it listens.
     *
     * @param folder for its cache and its log
     */
    static ServiceProcess start(Path folder, Settings settings) throws IOException {
        Process process = new ProcessBuilder(command(folder, settings))
                .redirectError(folder.resolve("service.err").toFile())
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return new ServiceProcess(process, URI.create(line.substring(READY.length())));
            }
        }
        throw new OperatorException("the query service did not start; " + folder.resolve("service.err") + " says why");
    }

    private static List<String> command(Path folder, Settings settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--bootstrap",
                settings.kafka().bootstrap(),
                "--model-store",
                settings.store().models().toString(),
                "--index-store",
                settings.store().index().toString(),
                "--cache",
                folder.resolve("cache").toString(),
                "--port",
                "0"));
        return command;
    }

    URI address() {
        return address;
    }

    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
