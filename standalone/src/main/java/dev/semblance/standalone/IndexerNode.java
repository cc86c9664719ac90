package dev.semblance.standalone;

import dev.semblance.core.index.SimdSupport;
import dev.semblance.indexer.FlinkCluster;
import dev.semblance.indexer.IndexJobSettings;
import dev.semblance.indexer.IndexSweeper;
import dev.semblance.indexer.LocalFlinkCluster;
import dev.semblance.indexer.RemoteFlinkCluster;
import dev.semblance.indexer.RolloutController;
import dev.semblance.messaging.Topics;
import dev.semblance.standalone.cluster.FlinkMetrics;
import dev.semblance.standalone.config.IndexerSettings;
import dev.semblance.standalone.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The rollout controller and the Flink cluster that it gives its jobs: one in this JVM, or one of its own. */
public final class IndexerNode implements AutoCloseable {
    private final Topics topics;
    private final FlinkCluster cluster;
    private final RolloutController controller;
    private final IndexSweeper sweeper;

    private IndexerNode(Topics topics, FlinkCluster cluster, RolloutController controller, IndexSweeper sweeper) {
        this.topics = topics;
        this.cluster = cluster;
        this.controller = controller;
        this.sweeper = sweeper;
    }

    /**
     * Starts to index the model's versions.
     *
     * @throws dev.semblance.core.OperatorException if brokers, topics, folders or the port are not to be had
     */
    public static IndexerNode start(Settings settings) {
        requireRoomAndStores(settings);
        Topics topics = new Topics(settings.kafka().bootstrap());
        try {
            FlinkCluster cluster = cluster(settings, topics);
            try {
                return new IndexerNode(topics, cluster, controller(settings, topics, cluster), sweeper(settings));
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
    private static void requireRoomAndStores(Settings settings) {
        for (Path folder : folders(settings)) {
            DiskSpace.requireRoomToStart(folder);
        }
        settings.store().index().open();
        settings.store().models().open();
    }

    private static FlinkCluster cluster(Settings settings, Topics topics) {
        IndexerSettings index = settings.index();
        if (index.cluster().isPresent()) {
            return RemoteFlinkCluster.connect(index.cluster().get(), jobSettings(settings), topics);
        }
        SimdSupport.warnWhereMissing();
        return LocalFlinkCluster.start(
                jobSettings(settings),
                topics,
                index.uiPort(),
                index.work().resolve("flink").toAbsolutePath(),
                FlinkMetrics.reporter(settings.metricsPorts()));
    }

    /** Folders that this process needs room in: the one for work is the TaskManagers' business where they are apart. */
    static Path[] folders(Settings settings) {
        List<Path> folders = new ArrayList<>();
        folders.add(settings.index().checkpoints());
        settings.store().index().folder().ifPresent(folders::add);
        if (settings.index().cluster().isEmpty()) {
            folders.add(settings.index().work());
        }
        return folders.toArray(Path[]::new);
    }

    private static RolloutController controller(Settings settings, Topics topics, FlinkCluster cluster) {
        return RolloutController.start(
                settings.index().model(), settings.kafka().bootstrap(), topics, cluster, Clock.systemUTC());
    }

    private static IndexSweeper sweeper(Settings settings) {
        return IndexSweeper.start(
                settings.kafka().bootstrap(),
                settings.store().index().open(),
                settings.retention().retention(),
                settings.retention().sweepEvery(),
                Clock.systemUTC());
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
                settings.imageLimits().maxPixels(),
                index.thumbnails());
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
        sweeper.close();
        controller.close();
        cluster.close();
        topics.close();
    }
}
