package dev.semblance.trainer.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.OperatorException;
import dev.semblance.core.store.FolderStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run leaves behind:
 *
 * <pre>
 * run.json         plan, seed, data with its fingerprint, input, versions
 * settings.conf    the settings that it was started with
 * curves.json      one object per epoch, see {@link Epoch}
 * report.html      the same as plots
 * checkpoint.bin   to go on from, see {@link Checkpoint}
 * result.json      metrics on the test images, once the run is done
 * </pre>
 *
 * Each file is replaced as a whole.
 */
public final class RunFolder {
    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

    static final String STARTED_AT = "startedAt";

    private static final String RUN = "run.json";
    private static final String CHECKPOINT = "checkpoint.bin";
    private static final String SETTINGS = "settings.conf";
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path path;
    private final FolderStore files;

    private RunFolder(Path path) {
        this.path = path;
        this.files = new FolderStore(path);
    }

    /**
     * Makes the folder of a new run. Two runs never share one: where the name is taken, a number follows it.
     *
     * @param runs the folder to make it in
     * @param settings as a configuration file
     * @throws OperatorException if it cannot be written
     */
    public static RunFolder create(Path runs, String name, String settings) {
        RunFolder folder = new RunFolder(createFolder(runs, name));
        folder.write(SETTINGS, settings.getBytes(StandardCharsets.UTF_8));
        return folder;
    }

    private static Path createFolder(Path runs, String name) {
        try {
            Files.createDirectories(runs);
            for (int number = 1; ; number++) {
                Path path = runs.resolve(number == 1 ? name : name + "-" + number);
                try {
                    return Files.createDirectory(path);
                } catch (FileAlreadyExistsException e) {
                    LOG.debug("{} is another run's", path);
                }
            }
        } catch (IOException e) {
            throw new OperatorException("cannot make a folder for the run in " + runs + ": " + e, e);
        }
    }

    /**
     * Opens the folder of an earlier run.
     *
     * @throws OperatorException if it holds none
     */
    public static RunFolder open(Path path) {
        if (!Files.isReadable(path.resolve(CHECKPOINT))) {
            throw new OperatorException("folder " + path + " holds no checkpoint of a training run to go on from");
        }
        return new RunFolder(path);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** The settings that a run in this folder was started with, a configuration file. */
    public static Path settings(Path path) {
        return path.resolve(SETTINGS);
    }

    Optional<Checkpoint> checkpoint() {
        if (!Files.exists(path.resolve(CHECKPOINT))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Checkpoint.fromBytes(files.get(CHECKPOINT)));
        } catch (IOException | IllegalArgumentException e) {
            throw new OperatorException(
                    "cannot go on from " + path.resolve(CHECKPOINT) + ": " + e.getMessage() + "; start a new run", e);
        }
    }

    /** When the run was begun, if it was. */
    Optional<Instant> startedAt() {
        try {
            return Optional.of(
                    Instant.parse(JSON.readTree(files.get(RUN)).path(STARTED_AT).asText()));
        } catch (IOException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Writes what the run is. */
    void describe(Map<String, Object> run) {
        write(RUN, json(run));
    }

    /** Keeps a checkpoint and brings curves and report up to it. */
    void save(Checkpoint checkpoint) {
        write(CHECKPOINT, checkpoint.toBytes());
        write("curves.json", json(checkpoint.position().epochs()));
        String title = String.valueOf(path.getFileName());
        write(
                "report.html",
                new RunReport(title, checkpoint.position().epochs()).html().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the metrics at the end. */
    void finish(SortedMap<String, Double> metrics) {
        write("result.json", json(metrics));
    }

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new IllegalStateException("numbers and texts are always JSON", e);
        }
    }

    private void write(String name, byte[] bytes) {
        try {
            files.put(name, bytes);
        } catch (IOException e) {
            throw new OperatorException("cannot write " + path.resolve(name) + ": " + e.getMessage(), e);
        }
    }
}
