package dev.semblance.indexer;

import dev.semblance.core.ListeningPort;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster within this JVM, with Flink's own web UI. */
public final class LocalFlinkCluster implements IndexJobs, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalFlinkCluster.class);
    private static final String HOST = "127.0.0.1";
    /** Versions that may be indexed side by side: the live one, a candidate, and one that is about to stop. */
    private static final int JOBS_AT_ONCE = 3;

    private final IndexJobSettings settings;
    private final Topics topics;
    private final MiniCluster cluster;
    private final Map<ModelVersion, JobID> jobs = new ConcurrentHashMap<>();

    private LocalFlinkCluster(IndexJobSettings settings, Topics topics, MiniCluster cluster) {
        this.settings = settings;
        this.topics = topics;
        this.cluster = cluster;
    }

    /**
     * Starts the cluster.
     *
     * @param topics of the brokers that the jobs read
     * @param uiPort port of the web UI on loopback; 0 for any free one
     * @param temporary folder for what Flink keeps while it runs
     * @throws dev.semblance.core.OperatorException if the port is taken
     */
    public static LocalFlinkCluster start(IndexJobSettings settings, Topics topics, int uiPort, Path temporary) {
        ListeningPort.requireFree(HOST, uiPort, "the Flink web UI", "choose another with --ui-port");
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration(uiPort, temporary))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(JOBS_AT_ONCE * settings.parallelism())
                .build());
        try {
            cluster.start();
        } catch (Exception e) {
            await(cluster.closeAsync());
            throw new IllegalStateException("the Flink cluster does not start", e);
        }
        return new LocalFlinkCluster(settings, topics, cluster);
    }

    private static Configuration configuration(int uiPort, Path temporary) {
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
        return configuration;
    }

    /** Address of the web UI. */
    public URI webInterface() {
        return await(cluster.getRestAddress());
    }

    @Override
    public void start(PublishedModel model, long lastGeneration) {
        Optional<Path> checkpoint = newestCheckpoint(model.version());
        long generation = checkpoint.isPresent() ? lastGeneration : lastGeneration + 1;
        int shards = topics.partitions(Topic.IMAGES);
        JobGraph job = new IndexJob(settings, model, generation, shards)
                .build(checkpoint.map(path -> path.toUri().toString()));
        await(cluster.submitJob(job));
        jobs.put(model.version(), job.getJobID());
        LOG.info(
                "index job of {} started, generation {}, from {}",
                model.version(),
                generation,
                checkpoint.map(Path::toString).orElse("the start of the image topic"));
    }

    private Optional<Path> newestCheckpoint(ModelVersion version) {
        try {
            return CheckpointFolder.newestComplete(settings.checkpoints(), version);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for checkpoints in " + settings.checkpoints(), e);
        }
    }

    @Override
    public void stop(ModelVersion version) {
        JobID job = jobs.remove(version);
        if (job != null) {
            await(cluster.cancelJob(job));
            LOG.info("index job of {} stopped", version);
        }
    }

    @Override
    public boolean isRunning(ModelVersion version) {
        JobID job = jobs.get(version);
        return job != null && !await(cluster.getJobStatus(job)).isGloballyTerminalState();
    }

    @Override
    public void close() {
        await(cluster.closeAsync());
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Flink", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Flink: " + e.getCause(), e.getCause());
        }
    }
}
