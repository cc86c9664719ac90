package dev.semblance.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The processes of a deployment, minded as a service manager would: one that ends though nobody has killed it, for
 * example because the broker is away when it starts, is started again. For one thread.
 */
final class Processes implements AutoCloseable {
    private final Path logs;
    private final SequencedMap<String, ServerProcess> running = new LinkedHashMap<>();
    private int endedByThemselves;

    Processes(Path logs) {
        this.logs = logs;
    }

    void start(Role role) throws IOException {
        running.put(role.name(), ServerProcess.start(role, logs));
    }

    /** Kills a process, which stays down until it is started again. */
    void kill(Role role) throws InterruptedException {
        ServerProcess process = running.remove(role.name());
        if (process == null) {
            throw new IllegalStateException(role.name() + " does not run");
        }
        process.kill();
    }

    /** Starts again what has ended by itself. */
    void mind() throws IOException {
        for (Map.Entry<String, ServerProcess> entry : running.entrySet()) {
            if (!entry.getValue().isAlive()) {
                endedByThemselves++;
                entry.setValue(entry.getValue().again());
            }
        }
    }

    boolean areReady() throws IOException {
        for (ServerProcess process : running.values()) {
            if (!process.isReady()) {
                return false;
            }
        }
        return true;
    }

    /** How often one had ended though nobody had killed it. */
    int endedByThemselves() {
        return endedByThemselves;
    }

    @Override
    public void close() {
        // The last one first: those that use others end before them.
        running.sequencedValues().reversed().forEach(ServerProcess::close);
    }
}
