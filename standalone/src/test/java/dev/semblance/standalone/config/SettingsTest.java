package dev.semblance.standalone.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.image.ThumbnailSpec;
import dev.semblance.core.index.Retention;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.monitoring.AlertRule;
import dev.semblance.core.monitoring.Hysteresis;
import dev.semblance.core.store.S3Service;
import dev.semblance.core.store.StoreLocation;
import dev.semblance.query.RequestLimits;
import dev.semblance.query.confusion.ConfusionSettings;
import dev.semblance.query.confusion.MonitorSettings;
import dev.semblance.query.confusion.Window;
import dev.semblance.trainer.augmentation.AugmentationSpec;
import dev.semblance.trainer.data.InputChoice;
import dev.semblance.trainer.data.Normalisation;
import dev.semblance.trainer.data.PartSizes;
import dev.semblance.trainer.loss.LossSpec;
import dev.semblance.trainer.training.BatchSpec;
import dev.semblance.trainer.training.Budget;
import dev.semblance.trainer.training.JudgingSpec;
import dev.semblance.trainer.training.OptimizerSpec;
import dev.semblance.trainer.training.PrecisionChoice;
import dev.semblance.trainer.training.Schedule;
import dev.semblance.trainer.training.TrainingPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key, the default and the meaning of each setting. */
class SettingsTest {
    private static final Map<String, String> NONE = Map.of();

    @Test
    void shouldHaveDefaults() {
        Settings settings = flags(NONE);

        assertThat(settings.kafka()).isEqualTo(new KafkaSettings("localhost:9092"));
        assertThat(settings.store())
                .isEqualTo(new StoreSettings(
                        StoreLocation.of(Path.of("semblance-data/models")),
                        StoreLocation.of(Path.of("semblance-data/index"))));
        assertThat(settings.broker()).isEqualTo(new BrokerSettings(9092, Path.of("semblance-data/broker"), 2));
        assertThat(settings.imageLimits()).isEqualTo(ImageLimits.DEFAULT);
        assertThat(settings.train())
                .isEqualTo(new TrainSettings(
                        "fashion",
                        new TrainDataSettings(
                                "fashion-mnist",
                                20_000,
                                TrainDataSettings.Split.RANDOM,
                                new PartSizes(10_000, 2_500),
                                List.of(),
                                new InputChoice(OptionalInt.empty(), Normalisation.STANDARDISED, 42),
                                1024 * 1024 * 1024),
                        new TrainingPlan(
                                NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 64),
                                new BatchSpec(BatchSpec.Sampling.CLASS_BALANCED, 10, 8),
                                AugmentationSpec.parse("shift"),
                                new LossSpec("multi-similarity"),
                                new OptimizerSpec(
                                        OptimizerSpec.Kind.ADAM,
                                        0.005,
                                        0,
                                        new Schedule(Schedule.Shape.WARM_UP_COSINE, 0.1, 0.01)),
                                new Budget(0, 500, Duration.ofSeconds(45)),
                                new JudgingSpec(1, 0, 2000, 1000, 10),
                                42,
                                "auto",
                                PrecisionChoice.Wanted.AUTO),
                        Optional.empty(),
                        Path.of("semblance-data/runs"),
                        Optional.empty()));
        assertThat(settings.retention())
                .isEqualTo(new RetentionSettings(new Retention(10, Duration.ofMinutes(10)), Duration.ofMinutes(1)));
        assertThat(settings.metricsPorts()).isEmpty();
        assertThat(settings.produce()).isEqualTo(new ProduceSettings("fashion-mnist", "stream", 0, false));
        assertThat(settings.index())
                .isEqualTo(new IndexerSettings(
                        "fashion",
                        Duration.ofSeconds(1),
                        Path.of("semblance-data/checkpoints"),
                        Path.of("semblance-data/work"),
                        64,
                        0,
                        8081,
                        Optional.empty(),
                        "auto",
                        new ThumbnailSpec(64)));
        assertThat(settings.cluster())
                .isEqualTo(new ClusterSettings(
                        "127.0.0.1",
                        6123,
                        8081,
                        "127.0.0.1",
                        6,
                        64 * 1024 * 1024,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Path.of("semblance-data/flink"),
                        Optional.empty()));
        assertThat(settings.serve())
                .isEqualTo(new ServeSettings(
                        "fashion",
                        "127.0.0.1",
                        8080,
                        Path.of("semblance-data/query-cache"),
                        new RequestLimits(
                                1000,
                                256,
                                64 * 1024 * 1024,
                                256L * 1024 * 1024,
                                64,
                                4096,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30)),
                        Duration.ofMinutes(10),
                        "",
                        "auto"));
    }

    @Test
    void shouldMapSharedKeys() {
        Settings settings = flags(Map.of(
                "kafka.bootstrap", "one:1, [::1]:2",
                "store.models", "m",
                "store.index", "s3://b-1/i/j",
                "store.s3.endpoint", "http://127.0.0.1:9000",
                "store.s3.region", "eu-central-1",
                "broker.port", "9192",
                "broker.data", "b",
                "broker.image-partitions", "5",
                "image.max-bytes", "1MiB",
                "image.max-pixels", "1000"));

        assertThat(settings.kafka()).isEqualTo(new KafkaSettings("one:1, [::1]:2"));
        assertThat(settings.store())
                .isEqualTo(new StoreSettings(
                        StoreLocation.of(Path.of("m")),
                        StoreLocation.parse("s3://b-1/i/j", new S3Service("http://127.0.0.1:9000", "eu-central-1"))));
        assertThat(settings.broker()).isEqualTo(new BrokerSettings(9192, Path.of("b"), 5));
        assertThat(settings.imageLimits()).isEqualTo(new ImageLimits(1024 * 1024, 1000));
    }

    @Test
    void shouldMapTrainerAndProducerKeys() {
        Settings settings = flags(Map.ofEntries(
                Map.entry("train.model", "shoes"),
                Map.entry("train.data", "/images/shoes"),
                Map.entry("train.max-images", "500"),
                Map.entry("train.seconds", "7"),
                Map.entry("train.seed", "-1"),
                Map.entry("train.dimension", "32"),
                Map.entry("train.classes-per-batch", "4"),
                Map.entry("train.examples-per-class", "3"),
                Map.entry("train.learning-rate", "0.01"),
                Map.entry("train.device", "gpu:0,gpu:1"),
                Map.entry("train.precision", "bfloat16"),
                Map.entry("train.split", "official"),
                Map.entry("train.index-images", "40"),
                Map.entry("train.calibration-images", "20"),
                Map.entry("train.unseen-classes", "boot, sandal"),
                Map.entry("train.side", "48"),
                Map.entry("train.normalisation", "plain"),
                Map.entry("train.memory", "5MiB"),
                Map.entry("train.network", "resnet18-cifar"),
                Map.entry("train.backbone", "b.pt"),
                Map.entry("train.sampling", "single-shot"),
                Map.entry("train.augmentation", "flip,crop(padding=2)"),
                Map.entry("train.loss", "circle(gamma=64)"),
                Map.entry("train.optimizer", "adamw"),
                Map.entry("train.weight-decay", "0.05"),
                Map.entry("train.schedule", "cosine"),
                Map.entry("train.warm-up", "0.2"),
                Map.entry("train.rate-floor", "0"),
                Map.entry("train.epochs", "9"),
                Map.entry("train.steps-per-epoch", "11"),
                Map.entry("train.judge-every", "2"),
                Map.entry("train.patience", "4"),
                Map.entry("train.runs", "r"),
                Map.entry("train.resume", "r/shoes-1"),
                Map.entry("produce.data", "cifar10"),
                Map.entry("produce.part", "calibration"),
                Map.entry("produce.rate", "2.5"),
                Map.entry("produce.loop", "true")));

        assertThat(settings.train())
                .isEqualTo(new TrainSettings(
                        "shoes",
                        new TrainDataSettings(
                                "/images/shoes",
                                500,
                                TrainDataSettings.Split.OFFICIAL,
                                new PartSizes(40, 20),
                                List.of("boot", "sandal"),
                                new InputChoice(OptionalInt.of(48), Normalisation.PLAIN, -1),
                                5 * 1024 * 1024),
                        new TrainingPlan(
                                NetworkSpec.of(NetworkArchitecture.RESNET18_CIFAR, 32),
                                new BatchSpec(BatchSpec.Sampling.SINGLE_SHOT, 4, 3),
                                AugmentationSpec.parse("flip,crop(padding=2)"),
                                new LossSpec("circle(gamma=64)"),
                                new OptimizerSpec(
                                        OptimizerSpec.Kind.ADAMW,
                                        0.01,
                                        0.05,
                                        new Schedule(Schedule.Shape.COSINE, 0.2, 0)),
                                new Budget(9, 11, Duration.ofSeconds(7)),
                                new JudgingSpec(2, 4, 2000, 1000, 10),
                                -1,
                                "gpu:0,gpu:1",
                                PrecisionChoice.Wanted.BFLOAT16),
                        Optional.of(Path.of("b.pt")),
                        Path.of("r"),
                        Optional.of(Path.of("r/shoes-1"))));
        assertThat(settings.produce()).isEqualTo(new ProduceSettings("cifar10", "calibration", 2.5, true));
    }

    @Test
    void shouldMapRetentionAndMetricsKeys() {
        Settings settings = flags(Map.of(
                "retention.commits", "3",
                "retention.grace", "1h",
                "retention.sweep-every", "5m",
                "metrics.flink-ports", "9250-9260"));

        assertThat(settings.retention())
                .isEqualTo(new RetentionSettings(new Retention(3, Duration.ofHours(1)), Duration.ofMinutes(5)));
        assertThat(settings.metricsPorts()).isEqualTo("9250-9260");
    }

    @Test
    void shouldMapIndexerAndServiceKeys() {
        Settings settings = flags(Map.ofEntries(
                Map.entry("index.model", "shoes"),
                Map.entry("index.checkpoint-interval", "250ms"),
                Map.entry("index.checkpoints", "c"),
                Map.entry("index.work", "w"),
                Map.entry("index.batch-size", "16"),
                Map.entry("index.parallelism", "3"),
                Map.entry("index.ui-port", "0"),
                Map.entry("index.cluster", "http://flink:8081"),
                Map.entry("index.device", "cpu"),
                Map.entry("index.thumbnail", "100"),
                Map.entry("serve.model", "boots"),
                Map.entry("serve.host", "0.0.0.0"),
                Map.entry("serve.port", "0"),
                Map.entry("serve.cache", "q"),
                Map.entry("serve.max-k", "50"),
                Map.entry("serve.max-batch", "51"),
                Map.entry("serve.max-request-bytes", "52KiB"),
                Map.entry("serve.max-held-bytes", "5GiB"),
                Map.entry("serve.max-requests", "53"),
                Map.entry("serve.max-connections", "55"),
                Map.entry("serve.patience", "0s"),
                Map.entry("serve.idle", "54s"),
                Map.entry("serve.recall-every", "56s"),
                Map.entry("serve.advertised-host", "node-2"),
                Map.entry("serve.device", "gpu")));

        assertThat(settings.index())
                .isEqualTo(new IndexerSettings(
                        "shoes",
                        Duration.ofMillis(250),
                        Path.of("c"),
                        Path.of("w"),
                        16,
                        3,
                        0,
                        Optional.of(URI.create("http://flink:8081")),
                        "cpu",
                        new ThumbnailSpec(100)));
        assertThat(settings.serve())
                .isEqualTo(new ServeSettings(
                        "boots",
                        "0.0.0.0",
                        0,
                        Path.of("q"),
                        new RequestLimits(50, 51, 52 * 1024, 5L << 30, 53, 55, Duration.ZERO, Duration.ofSeconds(54)),
                        Duration.ofSeconds(56),
                        "node-2",
                        "gpu"));
    }

    @Test
    void shouldMapClusterKeys() {
        assertThat(flags(Map.of(
                                "cluster.jobmanager", "jm",
                                "cluster.rpc-port", "1",
                                "cluster.rest-port", "2",
                                "cluster.host", "tm",
                                "cluster.slots", "3",
                                "cluster.network-memory", "32MiB",
                                "cluster.heartbeat-interval", "1s",
                                "cluster.heartbeat-timeout", "5s",
                                "cluster.work", "w",
                                "cluster.flink-conf", "f"))
                        .cluster())
                .isEqualTo(new ClusterSettings(
                        "jm",
                        1,
                        2,
                        "tm",
                        3,
                        32 * 1024 * 1024,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Path.of("w"),
                        Optional.of(Path.of("f"))));
    }

    @Test
    void shouldMapDemoKeys() {
        assertThat(flags(NONE).demo()).isEqualTo(new DemoSettings(Optional.empty(), 2, 500));
        assertThat(flags(Map.of("demo.data-dir", "d", "demo.rate", "0.5", "demo.lookups", "7"))
                        .demo())
                .isEqualTo(new DemoSettings(Optional.of(Path.of("d")), 0.5, 7));
    }

    @Test
    void shouldMapMonitoringKeys() {
        assertThat(flags(NONE).monitoring())
                .isEqualTo(new MonitoringSettings(
                        new ConfusionSettings(
                                List.of(minutes(5), minutes(60), minutes(1440), Window.ALL),
                                Duration.ofHours(48),
                                Duration.ofHours(1),
                                20),
                        new MonitorSettings(
                                Duration.ofSeconds(5),
                                minutes(60),
                                List.of(
                                        new AlertRule.OnDistanceDrift(new Hysteresis(0.15, 0.15 * 0.7, 3, 100), 0.001),
                                        new AlertRule.OnNoMatchDrift(new Hysteresis(0.1, 0.1 * 0.7, 3, 100), 0.001),
                                        new AlertRule.OnRecallDrop(new Hysteresis(0.1, 0.1 * 0.7, 3, 100)),
                                        new AlertRule.OnCalibrationError(new Hysteresis(0.05, 0.05 * 0.7, 3, 100))))));

        assertThat(flags(Map.ofEntries(
                                Map.entry("confusion.windows", "1m, 2h,60m"),
                                Map.entry("confusion.retention", "3h"),
                                Map.entry("confusion.early", "4s"),
                                Map.entry("confusion.examples", "0"),
                                Map.entry("alerts.window", "all"),
                                Map.entry("alerts.every", "100ms"),
                                Map.entry("alerts.consecutive", "6"),
                                Map.entry("alerts.min-samples", "7"),
                                Map.entry("alerts.distance-drift", "0.5"),
                                Map.entry("alerts.no-match-drift", "0.25"),
                                Map.entry("alerts.alpha", "0.01"),
                                Map.entry("alerts.recall-drop", "0.125"),
                                Map.entry("alerts.calibration-error", "1"),
                                Map.entry("alerts.clear", "0.5")))
                        .monitoring())
                .isEqualTo(new MonitoringSettings(
                        new ConfusionSettings(
                                List.of(minutes(1), minutes(120), minutes(60), Window.ALL),
                                Duration.ofHours(3),
                                Duration.ofSeconds(4),
                                0),
                        new MonitorSettings(
                                Duration.ofMillis(100),
                                Window.ALL,
                                List.of(
                                        new AlertRule.OnDistanceDrift(new Hysteresis(0.5, 0.25, 6, 7), 0.01),
                                        new AlertRule.OnNoMatchDrift(new Hysteresis(0.25, 0.125, 6, 7), 0.01),
                                        new AlertRule.OnRecallDrop(new Hysteresis(0.125, 0.0625, 6, 7)),
                                        new AlertRule.OnCalibrationError(new Hysteresis(1, 0.5, 6, 7))))));
    }

    private static Window minutes(int count) {
        return new Window(Duration.ofMinutes(count));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "confusion.windows | 5s | lengths such as 5m or 24h",
                "confusion.windows | 5m, | lengths such as 5m or 24h",
                "confusion.retention | 59s | 60000ms",
                "confusion.early | 0s | 1000ms",
                "confusion.examples | -1 | 0",
                "alerts.window | 2h | one of confusion.windows",
                "alerts.window | 60m | one of confusion.windows",
                "alerts.every | 99ms | 100ms",
                "alerts.consecutive | 0 | 1",
                "alerts.min-samples | 0 | 1",
                "alerts.distance-drift | 0 | 0.001",
                "alerts.no-match-drift | 1.5 | 1",
                "alerts.alpha | 0.6 | 0.5",
                "alerts.recall-drop | NaN | 1",
                "alerts.calibration-error | -0.1 | 0.001",
                "alerts.clear | 1 | 0.99"
            })
    void shouldSayWhatMonitoringKeysMayBe(String key, String value, String allowed) {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> flags(Map.of(key, value)))
                .withMessageContainingAll(key, value, allowed);
    }

    private static Settings flags(Map<String, String> flags) {
        return Settings.load(Optional.empty(), Map.of(), flags);
    }
}
