package dev.semblance.standalone.cluster;

import dev.semblance.core.ListeningPort;
import dev.semblance.core.OperatorException;
import dev.semblance.core.index.SimdSupport;
import dev.semblance.standalone.DiskSpace;
import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.config.ClusterSettings;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/** Runs one process of a Flink cluster until it is told to stop. */
public final class FlinkProcess {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private FlinkProcess() {}

    /**
     * Runs a JobManager. It keeps what it knows in memory: the rollout controller brings the jobs again after a
     * restart.
     *
     * @throws OperatorException if a port is taken
     */
    public static void jobManager(Settings settings, Console console) throws Exception {
        ClusterSettings cluster = settings.cluster();
        DiskSpace.requireRoomToStart(cluster.work());
        requireFree(cluster, cluster.restPort(), "cluster.rest-port");
        requireFree(cluster, cluster.rpcPort(), "cluster.rpc-port");
        Configuration configuration = FlinkConfiguration.jobManager(cluster);
        FlinkMetrics.reporter(settings.metricsPorts()).forEach(configuration::setString);
        try (ShutdownSignal signal = ShutdownSignal.listen();
                JobManagerPage page = new JobManagerPage(configuration)) {
            StandaloneSessionClusterEntrypoint jobManager = new StandaloneSessionClusterEntrypoint(configuration);
            try {
                jobManager.startCluster();
                CompletableFuture<?> end = jobManager.getTerminationFuture();
                await(signal, end, page::answers);
                if (!signal.hasCome()) {
                    console.line("jobmanager ready at %s", page.address());
                    mind(signal, end, cluster);
                }
            } finally {
                jobManager.closeAsync().join();
            }
        }
    }

    /** Runs a TaskManager, which waits for its JobManager for as long as it takes. */
    public static void taskManager(Settings settings, Console console) throws Exception {
        SimdSupport.warnWhereMissing();
        ClusterSettings cluster = settings.cluster();
        DiskSpace.requireRoomToStart(cluster.work());
        String id = "semblance-" + UUID.randomUUID();
        Configuration configuration = FlinkConfiguration.taskManager(cluster, id);
        FlinkMetrics.reporter(settings.metricsPorts()).forEach(configuration::setString);
        PluginManager plugins = PluginUtils.createPluginManagerFromRootFolder(configuration);
        FileSystem.initialize(configuration, plugins);
        try (ShutdownSignal signal = ShutdownSignal.listen();
                JobManagerPage page = new JobManagerPage(configuration)) {
            TaskManagerRunner taskManager =
                    new TaskManagerRunner(configuration, plugins, TaskManagerRunner::createTaskExecutorService);
            try {
                taskManager.start();
                CompletableFuture<?> end = taskManager.getTerminationFuture();
                await(signal, end, () -> page.hasTaskManager(id));
                if (!signal.hasCome()) {
                    console.line(
                            "taskmanager ready, %d slots for the jobmanager at %s",
                            configuration.get(TaskManagerOptions.NUM_TASK_SLOTS), page.address());
                    mind(signal, end, cluster);
                }
            } finally {
                taskManager.close();
            }
        }
    }

    private static void requireFree(ClusterSettings cluster, int port, String setting) {
        ListeningPort.requireFree(cluster.jobManager(), port, "the Flink JobManager", "choose another with " + setting);
    }

    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    /** Waits for the condition or the signal, whichever is first. */
    private static void await(ShutdownSignal signal, CompletableFuture<?> end, Condition condition)
            throws InterruptedException {
        while (!condition.holds() && !signal.await(BETWEEN_LOOKS)) {
            requireAlive(signal, end);
        }
    }

    private static void mind(ShutdownSignal signal, CompletableFuture<?> end, ClusterSettings cluster)
            throws InterruptedException {
        while (!signal.await(BETWEEN_LOOKS)) {
            DiskSpace.requireRoom(cluster.work());
            requireAlive(signal, end);
        }
    }

    private static void requireAlive(ShutdownSignal signal, CompletableFuture<?> end) {
        if (end.isDone() && !signal.hasCome()) {
            throw new OperatorException("the Flink process has ended by itself ("
                    + end.handle((result, fault) -> fault == null ? String.valueOf(result) : fault.toString())
                            .join() + "); the log says why, start it again");
        }
    }
}
