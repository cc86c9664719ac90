package dev.semblance.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The processes of a deployment, minded as a service manager would: one that ends though nobody has killed it, for
 * example because the broker is away when it starts, is started again. For one thread.
 */
final class Processes implements AutoCloseable {
    private final Path logs;
    private final SequencedMap<String, ServerProcess> running = new LinkedHashMap<>();
    private final Map<String, ServerProcess> frozen = new HashMap<>();
    private final List<ServerProcess> replaced = new ArrayList<>();
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

    /** Lets a process stand still until {@link #thaw}; a successor may be started meanwhile. */
    void freeze(Role role) throws IOException, InterruptedException {
        ServerProcess process = running.remove(role.name());
        if (process == null) {
            throw new IllegalStateException(role.name() + " does not run");
        }
        process.signal("STOP");
        frozen.put(role.name(), process);
    }

    /** Lets it go on: in its place, or beside its successor until the end. */
    void thaw(Role role) throws IOException, InterruptedException {
        ServerProcess process = frozen.remove(role.name());
        if (process == null) {
            throw new IllegalStateException(role.name() + " is not frozen");
        }
        process.signal("CONT");
        if (running.containsKey(role.name())) {
            replaced.add(process);
        } else {
            running.put(role.name(), process);
        }
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
        for (ServerProcess process : frozen.values()) {
            process.endFrozen();
        }
        replaced.forEach(ServerProcess::close);
        // The last one first: those that use others end before them.
        running.sequencedValues().reversed().forEach(ServerProcess::close);
    }
}
