package dev.semblance.standalone;

import dev.semblance.core.index.SimdSupport;
import dev.semblance.indexer.IndexJobSettings;
import dev.semblance.indexer.LocalFlinkCluster;
import dev.semblance.indexer.RolloutController;
import dev.semblance.messaging.Topics;
import dev.semblance.standalone.config.IndexerSettings;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.config.StoreSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/** A Flink cluster in this JVM and the controller that gives it its jobs. */
public final class IndexerNode implements AutoCloseable {
    private final Topics topics;
    private final LocalFlinkCluster cluster;
    private final RolloutController controller;

    private IndexerNode(Topics topics, LocalFlinkCluster cluster, RolloutController controller) {
        this.topics = topics;
        this.cluster = cluster;
        this.controller = controller;
    }

    /**
     * Starts to index the model's versions.
     *
     * @throws dev.semblance.core.OperatorException if brokers, topics, folders or the port are not to be had
     */
    public static IndexerNode start(Settings settings) {
        SimdSupport.warnWhereMissing();
        DiskSpace.require(settings.index().work());
        DiskSpace.require(settings.index().checkpoints());
        requireStores(settings.store());
        Topics topics = new Topics(settings.kafka().bootstrap());
        try {
            LocalFlinkCluster cluster = LocalFlinkCluster.start(
                    jobSettings(settings),
                    topics,
                    settings.index().uiPort(),
                    settings.index().work().resolve("flink").toAbsolutePath());
            try {
                return new IndexerNode(topics, cluster, controller(settings, topics, cluster));
            } catch (RuntimeException e) {
                cluster.close();
                throw e;
            }
        } catch (RuntimeException e) {
            topics.close();
            throw e;
        }
    }

    /** Better now than in a job that is started again and again. */
    private static void requireStores(StoreSettings stores) {
        stores.index().folder().ifPresent(DiskSpace::require);
        stores.index().open();
        stores.models().open();
    }

    private static RolloutController controller(Settings settings, Topics topics, LocalFlinkCluster cluster) {
        return RolloutController.start(
                settings.index().model(), settings.kafka().bootstrap(), topics, cluster, Clock.systemUTC());
    }

    private static IndexJobSettings jobSettings(Settings settings) {
        IndexerSettings index = settings.index();
        return new IndexJobSettings(
                settings.kafka().bootstrap(),
                settings.store().models().absolute(),
                settings.store().index().absolute(),
                absolute(index.checkpoints()),
                absolute(index.work()),
                index.checkpointInterval(),
                index.batchSize(),
                index.parallelism() == 0 ? Runtime.getRuntime().availableProcessors() : index.parallelism(),
                index.device(),
                settings.imageLimits().maxBytes(),
                settings.imageLimits().maxPixels());
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().toString();
    }

    /** Flink's own web page. */
    public URI webInterface() {
        return cluster.webInterface();
    }

    @Override
    public void close() {
        controller.close();
        cluster.close();
        topics.close();
    }
}
