package dev.semblance.standalone.cluster;

import dev.semblance.core.OperatorException;
import dev.semblance.standalone.config.ClusterSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.taskexecutor.TaskExecutorResourceUtils;

/** What Flink's processes are told. */
final class FlinkConfiguration {
    /** State of the indexer lies on the heap and is small. */
    private static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(16);
    /**
     * A TaskManager waits for its JobManager; Flink's own would end after five minutes, and its timers reach 248 days.
     */
    private static final Duration WAIT_FOR_JOB_MANAGER = Duration.ofDays(100);

    private FlinkConfiguration() {}

    static Configuration jobManager(ClusterSettings cluster) {
        Configuration configuration = common(cluster);
        configuration.set(JobManagerOptions.BIND_HOST, cluster.jobManager());
        configuration.set(RestOptions.BIND_ADDRESS, cluster.jobManager());
        configuration.set(RestOptions.BIND_PORT, Integer.toString(cluster.restPort()));
        configuration.set(BlobServerOptions.PORT, "0");
        // Of jars, by browsers.
        configuration.set(WebOptions.SUBMIT_ENABLE, false);
        return withOwnFile(configuration, cluster);
    }

    /**
     * The configuration of a TaskManager.
     *
     * @param id names it to the JobManager
     */
    static Configuration taskManager(ClusterSettings cluster, String id) {
        Configuration configuration = common(cluster);
        configuration.set(TaskManagerOptions.TASK_MANAGER_RESOURCE_ID, id);
        configuration.set(TaskManagerOptions.HOST, cluster.host());
        configuration.set(TaskManagerOptions.BIND_HOST, cluster.host());
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, cluster.slots());
        configuration.set(TaskManagerOptions.REGISTRATION_TIMEOUT, WAIT_FOR_JOB_MANAGER);
        MemorySize network = new MemorySize(cluster.networkMemory());
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY);
        Configuration whole = withOwnFile(configuration, cluster);
        // Flink's scripts would divide the memory of the process; here the JVM's flags do, so Flink is to count none.
        return TaskExecutorResourceUtils.adjustForLocalExecution(whole);
    }

    private static Configuration common(ClusterSettings cluster) {
        Configuration configuration = new Configuration();
        configuration.set(JobManagerOptions.ADDRESS, cluster.jobManager());
        configuration.set(JobManagerOptions.PORT, cluster.rpcPort());
        configuration.set(RestOptions.ADDRESS, cluster.jobManager());
        configuration.set(RestOptions.PORT, cluster.restPort());
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, cluster.heartbeatInterval());
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, cluster.heartbeatTimeout());
        configuration.set(CoreOptions.TMP_DIRS, cluster.work().toAbsolutePath().toString());
        return configuration;
    }

    private static Configuration withOwnFile(Configuration configuration, ClusterSettings cluster) {
        cluster.flinkConf().ifPresent(folder -> configuration.addAll(read(folder)));
        return configuration;
    }

    private static Configuration read(Path folder) {
        if (!Files.isRegularFile(folder.resolve("config.yaml"))) {
            throw new OperatorException("there is no config.yaml in the folder " + folder
                    + ": give cluster.flink-conf the folder of Flink's configuration, or leave it empty");
        }
        try {
            return GlobalConfiguration.loadConfiguration(folder.toString());
        } catch (IllegalConfigurationException e) {
            throw new OperatorException(
                    "cannot understand " + folder.resolve("config.yaml") + ": " + e.getMessage(), e);
        }
    }
}
