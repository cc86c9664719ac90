package dev.semblance.standalone.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The processes of a Flink cluster.
 *
 * @param jobManager address that the JobManager listens on and is found at
 * @param rpcPort port that TaskManagers find the JobManager at
 * @param restPort port of the JobManager's web page and of submissions
 * @param host address that a TaskManager listens on and is found at
 * @param slots tasks that a TaskManager runs at once, of each kind
 * @param networkMemory bytes of a TaskManager's buffers between tasks
 * @param heartbeatInterval time between signs of life
 * @param heartbeatTimeout time without a sign of life after which a process is given up
 * @param work folder for what a process keeps while it runs
 * @param flinkConf folder with a {@code config.yaml} of Flink's own, which wins
 */
public record ClusterSettings(
        String jobManager,
        int rpcPort,
        int restPort,
        String host,
        int slots,
        long networkMemory,
        Duration heartbeatInterval,
        Duration heartbeatTimeout,
        Path work,
        Optional<Path> flinkConf) {
    static ClusterSettings from(SettingReader reader) {
        String flinkConf = reader.textOrEmpty("cluster.flink-conf");
        return new ClusterSettings(
                reader.text("cluster.jobmanager"),
                reader.whole("cluster.rpc-port", 1, 65_535),
                reader.whole("cluster.rest-port", 1, 65_535),
                reader.text("cluster.host"),
                reader.whole("cluster.slots", 1, 1_024),
                reader.bytes("cluster.network-memory", Integer.MAX_VALUE),
                reader.time("cluster.heartbeat-interval", Duration.ofMillis(100), Duration.ofMinutes(1)),
                reader.time("cluster.heartbeat-timeout", Duration.ofMillis(500), Duration.ofMinutes(10)),
                reader.path("cluster.work"),
                flinkConf.isBlank() ? Optional.empty() : Optional.of(Path.of(flinkConf)));
    }
}
