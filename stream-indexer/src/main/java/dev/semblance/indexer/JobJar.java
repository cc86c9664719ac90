package dev.semblance.indexer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The jar that a job travels in: the classes of this module and nothing else. DJL, Lucene and their native libraries
 * belong on the cluster's own class path, as the JVM loads a native library for one class loader only and every job has
 * one of its own.
 */
final class JobJar {
    private JobJar() {}

    /** Where it lies. Of classes that run from a build folder one is made. */
    static Path locate() {
        try {
            Path classes = Path.of(IndexJob.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isDirectory(classes) ? pack(classes) : classes;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes of the job lie nowhere", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pack the classes of the job", e);
        }
    }

    static Path pack(Path classes) throws IOException {
        Path jar = Files.createTempFile("semblance-job-", ".jar");
        jar.toFile().deleteOnExit();
        try (Stream<Path> found = Files.walk(classes);
                OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
            for (Path each : files) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
