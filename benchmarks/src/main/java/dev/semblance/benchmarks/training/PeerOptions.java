package dev.semblance.benchmarks.training;

import dev.semblance.standalone.console.Console;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Flags of all benchmarks of the trainer. */
final class PeerOptions {
    @Option(names = "--python", paramLabel = "COMMAND", description = "Python with torch and numpy")
    private String python = "python3";

    @Option(names = "--recipe", paramLabel = "FILE", description = "configuration of the training")
    private Path recipe = Path.of(System.getProperty("semblance.home", "."), "recipes", "cifar10-tutorial.conf");

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "instead of the recipe's: auto, float32 or bfloat16")
    private Optional<String> precision = Optional.empty();

    Bench open(Map<String, String> overrides, Path folder, Console console) {
        Map<String, String> all = new TreeMap<>(overrides);
        precision.ifPresent(name -> all.put("train.precision", name));
        return Bench.open(recipe, all, folder, console);
    }

    Path recipe() {
        return recipe;
    }

    TorchPeer torch(Path data, Console console) {
        return new TorchPeer(python, data, console);
    }
}
