package dev.semblance.indexer;

import dev.semblance.core.ListeningPort;
import dev.semblance.messaging.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.client.program.MiniClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** A Flink cluster within this JVM, with Flink's own web UI. */
public final class LocalFlinkCluster {
    private static final String HOST = "127.0.0.1";
    /** Versions that may be indexed side by side: the live one, a candidate, and one that is about to stop. */
    private static final int JOBS_AT_ONCE = 3;

    private LocalFlinkCluster() {}

    /**
     * Starts the cluster.
     *
     * @param topics of the brokers that the jobs read
     * @param uiPort port of the web UI on loopback; 0 for any free one
     * @param temporary folder for what Flink keeps while it runs
     * @param options of Flink's own, beside what is set here
     * @throws dev.semblance.core.OperatorException if the port is taken
     */
    public static FlinkCluster start(
            IndexJobSettings settings, Topics topics, int uiPort, Path temporary, Map<String, String> options) {
        ListeningPort.requireFree(HOST, uiPort, "the Flink web UI", "choose another with --ui-port");
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration(uiPort, temporary, options))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(JOBS_AT_ONCE * settings.parallelism())
                .build());
        try {
            cluster.start();
            URI rest = cluster.getRestAddress().get();
            MiniClusterClient client = new MiniClusterClient(clientConfiguration(rest), cluster);
            return new FlinkCluster(client, new IndexJobPlans(settings, topics), List.of(), () -> close(cluster));
        } catch (Exception e) {
            close(cluster);
            throw new IllegalStateException("the Flink cluster does not start", e);
        }
    }

    private static Configuration configuration(int uiPort, Path temporary, Map<String, String> options) {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, Integer.toString(uiPort));
        configuration.set(RestOptions.PORT, uiPort);
        configuration.set(RestOptions.ADDRESS, "localhost");
        configuration.set(RestOptions.BIND_ADDRESS, HOST);
        configuration.set(WebOptions.SUBMIT_ENABLE, false);
        configuration.setString("io.tmp.dirs", temporary.toString());
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
        options.forEach(configuration::setString);
        return configuration;
    }

    private static Configuration clientConfiguration(URI rest) {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, rest.getHost());
        configuration.set(RestOptions.PORT, rest.getPort());
        return configuration;
    }

    private static void close(MiniCluster cluster) {
        cluster.closeAsync().join();
    }
}
