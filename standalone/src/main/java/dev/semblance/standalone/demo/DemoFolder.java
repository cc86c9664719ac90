package dev.semblance.standalone.demo;

import dev.semblance.core.OperatorException;
import dev.semblance.standalone.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a demo keeps everything.
 *
 * @param path the folder
 * @param temporary whether it goes when the demo ends
 */
public record DemoFolder(Path path, boolean temporary) implements AutoCloseable {
    public static DemoFolder open(Optional<Path> wanted) {
        try {
            return wanted.isPresent()
                    ? new DemoFolder(Files.createDirectories(wanted.get()).toAbsolutePath(), false)
                    : new DemoFolder(Files.createTempDirectory("semblance-demo-"), true);
        } catch (IOException e) {
            throw new OperatorException("cannot make the folder of the demo: " + e, e);
        }
    }

    /** The settings with every folder in here, and every part at the demo's own broker and model. */
    public Settings apply(Settings settings) {
        Map<String, String> here = new HashMap<>();
        here.put("store.models", path.resolve("models").toString());
        here.put("store.index", path.resolve("index").toString());
        here.put("broker.data", path.resolve("broker").toString());
        here.put("index.checkpoints", path.resolve("checkpoints").toString());
        here.put("index.work", path.resolve("work").toString());
        here.put("serve.cache", path.resolve("query-cache").toString());
        here.put("kafka.bootstrap", "localhost:" + settings.broker().port());
        here.put("index.model", settings.train().model());
        here.put("serve.model", settings.train().model());
        return settings.with(here, "demo");
    }

    public Path log() {
        return path.resolve("semblance.log");
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new OperatorException("cannot remove " + path + ": " + e.getMessage(), e);
        }
    }
}
