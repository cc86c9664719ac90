package dev.semblance.indexer;

import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.messaging.KafkaClients;
import dev.semblance.schema.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;

/**
 * The job that keeps the index of one model version:
 *
 * <pre>
 * images ─▶ read and embed ─┬─▶ keyed by shard ─▶ write shards ─▶ collect (1) ─▶ index commits
 *                           └─▶ dead letters
 * </pre>
 *
 * Source, embedding and reading are chained, so only embedded images travel. Both sinks are transactional: what they
 * announce appears with the checkpoint that it belongs to, once.
 */
final class IndexJob {
    /** Fixed for ever: key groups, and so the state in checkpoints, are counted by it. */
    static final int MAX_PARALLELISM = 128;

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(10);

    private final IndexJobSettings settings;
    private final PublishedModel model;
    private final long generation;
    private final int shards;

    IndexJob(IndexJobSettings settings, PublishedModel model, long generation, int shards) {
        this.settings = settings;
        this.model = model;
        this.generation = generation;
        this.shards = shards;
    }

    /**
     * Builds the job.
     *
     * @param checkpoint folder of the checkpoint to go on from; empty to start with the image topic
     */
    JobGraph build(Optional<String> checkpoint) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration(checkpoint));
        SingleOutputStreamOperator<ShardChange> changes = environment
                .fromSource(source(), WatermarkStrategy.noWatermarks(), "images", ImmutableType.SOURCE_RECORD)
                .uid("images")
                .transform("embed", ImmutableType.SHARD_CHANGE, new EmbeddingOperator(settings, model))
                .uid("embed");
        changes.getSideOutput(EmbeddingOperator.DEAD_LETTERS)
                .sinkTo(sink("dead-letters", new DeadLetterMessages(version())))
                .name("dead letters")
                .uid("dead-letters");
        int[] keys = ShardKeys.spread(shards, MAX_PARALLELISM);
        changes.keyBy(change -> keys[change.shard()], Types.INT)
                .transform(
                        "write shards",
                        ImmutableType.INDEX_COMMIT,
                        new ShardWriterOperator(settings, version(), generation, keys))
                .uid("write-shards")
                .transform("collect commits", ImmutableType.INDEX_COMMIT, new CommitCollector(version(), generation))
                .uid("collect-commits")
                // Not forceNonParallel, which sets the most parallelism too: Flink chains this to the writers where
                // there
                // is only one, and refuses a checkpoint from before with "the maximum parallelism does not match".
                .setParallelism(1)
                .sinkTo(sink("index-commits", new IndexCommitMessages()))
                .name("index commits")
                .uid("index-commits")
                .setParallelism(1);
        return environment.getStreamGraph().getJobGraph();
    }

    private Configuration configuration(Optional<String> checkpoint) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.NAME, new RunningJob(version(), shards).jobName());
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism());
        configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointInterval());
        configuration.set(CheckpointingOptions.MAX_CONCURRENT_CHECKPOINTS, 1);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                CheckpointFolder.of(settings.checkpoints(), version(), shards)
                        .toUri()
                        .toString());
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        setRecovery(configuration, checkpoint);
        return configuration;
    }

    /** Within an attempt Flink goes on by itself; from a cluster that has lost the job, whoever submits it again. */
    private static void setRecovery(Configuration configuration, Optional<String> checkpoint) {
        // For ever: whatever is away - a TaskManager, Kafka, a store - comes back.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofSeconds(1));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                Duration.ofMinutes(1));
        checkpoint.ifPresent(path -> configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
        // The checkpoint becomes the job's own, which removes it once there is a newer one: there is only one job of a
        // version at a time, and nobody else would ever remove it.
        configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
    }

    /** No more subtasks than have a shard to write, or than Flink allows. */
    private int parallelism() {
        return Math.min(settings.parallelism(), Math.min(shards, MAX_PARALLELISM));
    }

    private KafkaSource<SourceRecord> source() {
        return KafkaSource.<SourceRecord>builder()
                .setBootstrapServers(settings.bootstrap())
                // By number, so that partitions that are added do not slip in when the job recovers.
                .setPartitions(partitions())
                .setGroupId(
                        "semblance.index." + version().model() + "." + version().version())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new SourceRecords())
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .setProperty("partition.discovery.interval.ms", "-1")
                .build();
    }

    private Set<TopicPartition> partitions() {
        return IntStream.range(0, shards)
                .mapToObj(partition -> new TopicPartition(Topic.IMAGES.topicName(), partition))
                .collect(Collectors.toSet());
    }

    private <T> KafkaSink<T> sink(String name, KafkaRecordSerializationSchema<T> serializer) {
        return KafkaSink.<T>builder()
                .setBootstrapServers(settings.bootstrap())
                .setKafkaProducerConfig(KafkaClients.producerSettings())
                .setProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(TRANSACTION_TIMEOUT.toMillis()))
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(
                        "semblance." + version().model() + "." + version().version() + "." + name)
                .setRecordSerializer(serializer)
                .build();
    }

    private ModelVersion version() {
        return model.version();
    }

    private static final class SourceRecords implements KafkaRecordDeserializationSchema<SourceRecord> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<SourceRecord> out) {
            out.collect(SourceRecord.of(message));
        }

        @Override
        public TypeInformation<SourceRecord> getProducedType() {
            return ImmutableType.SOURCE_RECORD;
        }
    }
}
