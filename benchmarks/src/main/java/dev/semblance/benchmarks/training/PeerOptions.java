package dev.semblance.benchmarks.training;

import dev.semblance.standalone.console.Console;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Flags of all benchmarks of the trainer. */
final class PeerOptions {
    @Option(names = "--python", paramLabel = "COMMAND", description = "Python with torch and numpy")
    private String python = "python3";

    @Option(names = "--recipe", paramLabel = "FILE", description = "configuration of the training")
    private Path recipe = Path.of(System.getProperty("semblance.home", "."), "recipes", "cifar10-tutorial.conf");

    Bench open(Map<String, String> overrides, Path folder, Console console) {
        return Bench.open(recipe, overrides, folder, console);
    }

    Path recipe() {
        return recipe;
    }

    TorchPeer torch(Path data, Console console) {
        return new TorchPeer(python, data, console);
    }
}
