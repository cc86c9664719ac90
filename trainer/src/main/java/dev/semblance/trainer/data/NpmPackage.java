package dev.semblance.trainer.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A package that npm fetches, from whichever registry npm is set up to use. npm cannot go on with half a file: it tries
 * again from the start, and keeps nothing of a download that was broken off.
 *
 * @param command to run npm
 * @param packageName with its version
 * @param digest of the package
 */
record NpmPackage(List<String> command, String packageName, ArchiveDigest digest) implements CifarSource {
    private static final long POLL_MILLIS = 200;

    NpmPackage {
        command = List.copyOf(command);
    }

    @Override
    public String name() {
        return "npm package " + packageName;
    }

    @Override
    public Path fetch(Path folder, Transfer transfer) throws IOException, InterruptedException {
        // npm writes there first, which shows how far it is; its usual cache would keep another copy for good.
        Path cache = folder.resolve("npm-cache");
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("pack", packageName, "--silent", "--cache", cache.toString()));
        Path output = folder.resolve("npm.log");
        transfer.expect(digest.bytes());
        Process npm = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            while (!npm.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                transfer.at(Math.min(size(cache), digest.bytes()));
            }
            if (npm.exitValue() != 0) {
                throw new IOException("npm ended with status " + npm.exitValue() + ": "
                        + Files.readString(output, StandardCharsets.UTF_8).strip());
            }
        } finally {
            npm.destroy();
        }
        Path archive = archive(folder);
        digest.verify(archive);
        return archive;
    }

    private static Path archive(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("npm left no archive"));
        }
    }

    /** Bytes of all files; npm moves them while they are counted. */
    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return 0;
            }
            throw e.getCause();
        }
    }
}
