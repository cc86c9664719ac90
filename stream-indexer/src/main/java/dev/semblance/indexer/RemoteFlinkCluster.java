package dev.semblance.indexer;

import dev.semblance.core.OperatorException;
import dev.semblance.messaging.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;

/** A Flink cluster of its own, reached over HTTP; jobs go there as a jar. */
public final class RemoteFlinkCluster {
    private RemoteFlinkCluster() {}

    /**
     * Makes the jobs on a cluster, which need not be there yet.
     *
     * @param jobManager address of its JobManager, such as {@code http://localhost:8081}
     * @param topics of the brokers that the jobs read
     * @throws OperatorException if the address cannot be used
     */
    public static FlinkCluster connect(URI jobManager, IndexJobSettings settings, Topics topics) {
        Path jar = JobJar.locate();
        try {
            RestClusterClient<StandaloneClusterId> client =
                    new RestClusterClient<>(configuration(jobManager), StandaloneClusterId.getInstance());
            return new FlinkCluster(client, new IndexJobPlans(settings, topics), List.of(jar), () -> {});
        } catch (Exception e) {
            throw new OperatorException(
                    "the Flink cluster " + jobManager + " cannot be used: " + e.getMessage()
                            + "; give --cluster the address of its JobManager, such as http://localhost:8081",
                    e);
        }
    }

    private static Configuration configuration(URI jobManager) {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, jobManager.getHost());
        configuration.set(RestOptions.PORT, jobManager.getPort());
        // Whoever asks comes again soon, and says meanwhile that nobody answers: Flink would try for a minute.
        configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, 1);
        configuration.set(RestOptions.RETRY_DELAY, Duration.ofMillis(500));
        configuration.set(RestOptions.CONNECTION_TIMEOUT, Duration.ofSeconds(5));
        return configuration;
    }
}
