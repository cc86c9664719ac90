package dev.semblance.benchmarks.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.core.OperatorException;
import dev.semblance.standalone.console.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** PyTorch in a Python process, without what the launcher sets for Semblance. */
final class TorchPeer {
    private static final Pattern OURS = Pattern.compile("(MALLOC|OMP|GOMP|ONEDNN|DNNL)_.*");

    private final String python;
    private final Path script;
    private final Path data;
    private final Console console;

    /**
     * A peer.
     *
     * @param python command of an interpreter with torch and numpy
     * @param data folder that {@link PeerData} filled
     */
    TorchPeer(String python, Path data, Console console) {
        this.python = python;
        this.script = Path.of(System.getProperty("semblance.home", "."), "benchmarks", "peers", "torch_peer.py");
        this.data = data;
        this.console = console;
    }

    /** @throws OperatorException if there is no such interpreter, or it has no torch */
    void requireUsable() throws IOException, InterruptedException {
        try {
            Process process = start(List.of(python, "-c", "import numpy, torch"), ProcessBuilder.Redirect.DISCARD);
            if (process.waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            console.line("%s", e);
        }
        throw new OperatorException("'" + python + "' cannot import torch and numpy: make a virtual environment, pip"
                + " install -r benchmarks/peers/requirements.txt in it, and name its interpreter with --python");
    }

    /** Runs the script in a mode, and gives the line of JSON that it prints. */
    JsonNode run(String mode, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python, script.toString(), mode, data.toString()));
        command.addAll(List.of(arguments));
        Process process = start(command, ProcessBuilder.Redirect.INHERIT);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new OperatorException("the peer failed: " + String.join(" ", command));
            }
            return new ObjectMapper().readTree(output);
        } finally {
            process.destroy();
        }
    }

    private static Process start(List<String> command, ProcessBuilder.Redirect errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
        builder.environment().keySet().removeIf(name -> OURS.matcher(name).matches());
        return builder.start();
    }
}
