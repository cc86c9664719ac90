package dev.semblance.standalone.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.index.Retention;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.store.S3Service;
import dev.semblance.core.store.StoreLocation;
import dev.semblance.trainer.augmentation.AugmentationSpec;
import dev.semblance.trainer.data.InputChoice;
import dev.semblance.trainer.data.Normalisation;
import dev.semblance.trainer.data.PartSizes;
import dev.semblance.trainer.loss.LossSpec;
import dev.semblance.trainer.training.BatchSpec;
import dev.semblance.trainer.training.Budget;
import dev.semblance.trainer.training.JudgingSpec;
import dev.semblance.trainer.training.OptimizerSpec;
import dev.semblance.trainer.training.Schedule;
import dev.semblance.trainer.training.TrainingPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Map<String, String> NONE = Map.of();

    @TempDir
    Path folder;

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
                                "auto"),
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
                        "auto"));
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
                        "fashion", "127.0.0.1", 8080, Path.of("semblance-data/query-cache"), 1000, "auto"));
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
                                "gpu:0,gpu:1"),
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
                Map.entry("serve.model", "boots"),
                Map.entry("serve.host", "0.0.0.0"),
                Map.entry("serve.port", "0"),
                Map.entry("serve.cache", "q"),
                Map.entry("serve.max-k", "50"),
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
                        "cpu"));
        assertThat(settings.serve()).isEqualTo(new ServeSettings("boots", "0.0.0.0", 0, Path.of("q"), 50, "gpu"));
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
    void shouldPreferFlagOverEnvironmentOverFileOverDefault() throws IOException {
        Optional<Path> file = file("train { seconds = 1, seed = 1, dimension = 8 }");
        Map<String, String> environment = Map.of("SEMBLANCE_TRAIN_SECONDS", "2", "SEMBLANCE_TRAIN_SEED", "2");

        TrainSettings train =
                Settings.load(file, environment, Map.of("train.seconds", "3")).train();

        assertThat(train.plan().budget().time()).isEqualTo(Duration.ofSeconds(3));
        assertThat(train.plan().seed()).isEqualTo(2);
        assertThat(train.plan().network().dimension()).isEqualTo(8);
        assertThat(train.plan().batches().classes()).isEqualTo(10);
    }

    @Test
    void shouldReadTheFileThatTheEnvironmentNamesUnlessAFlagNamesOne() throws IOException {
        Map<String, String> environment =
                Map.of("SEMBLANCE_CONFIG", file("serve.max-k = 5").orElseThrow().toString());
        Path other = Files.writeString(folder.resolve("other.json"), "{\"serve\": {\"max-k\": 6}}");

        assertThat(Settings.load(Optional.empty(), environment, NONE).serve().maxK())
                .isEqualTo(5);
        assertThat(Settings.load(Optional.of(other), environment, NONE).serve().maxK())
                .isEqualTo(6);
    }

    @Test
    void shouldLeaveTheLaunchersVariablesAndOthersAlone() {
        Map<String, String> environment = Map.of(
                "SEMBLANCE_JAVA_HOME", "/jdk",
                "SEMBLANCE_JVM_OPTS", "-Xmx1g",
                "SEMBLANCE_JDK_SEARCH", "",
                "PATH", "/bin");

        assertThat(Settings.load(Optional.empty(), environment, NONE).print())
                .isEqualTo(flags(NONE).print());
    }

    @ParameterizedTest
    @CsvSource({
        "train.second, train.seconds",
        "serve.maxk, serve.max-k",
        "broker.partitions, broker.image-partitions",
        "kafka.boot-strap, kafka.bootstrap"
    })
    void shouldRefuseAnUnknownKeyAndSuggestTheNearest(String unknown, String nearest) {
        assertThatThrownBy(() -> flags(Map.of(unknown, "1")))
                .isInstanceOf(OperatorException.class)
                .hasMessage("unknown setting '%s' (flag): did you mean '%s'?", unknown, nearest);
    }

    @Test
    void shouldRefuseAnUnknownVariableAndSuggestTheNearest() {
        assertThatThrownBy(() -> Settings.load(Optional.empty(), Map.of("SEMBLANCE_TRAIN_SECOND", "1"), NONE))
                .isInstanceOf(OperatorException.class)
                .hasMessage(
                        "unknown environment variable SEMBLANCE_TRAIN_SECOND: did you mean SEMBLANCE_TRAIN_SECONDS?");
    }

    @Test
    void shouldRefuseAnUnknownKeyInTheFileWithItsLine() throws IOException {
        Optional<Path> file = file("train.seed = 1\ntrain.sed = 2");

        assertThatThrownBy(() -> Settings.load(file, NONE, NONE))
                .isInstanceOf(OperatorException.class)
                .hasMessage("unknown setting 'train.sed' (%s line 2): did you mean 'train.seed'?", file.orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.seconds | soon | a whole number from 0 to 2592000",
                "train.seconds | 1.5 | a whole number from 0 to 2592000",
                "train.seconds | -1 | a whole number from 0 to 2592000",
                "train.seed | 9223372036854775808 | a whole number from -9223372036854775808 to 9223372036854775807",
                "train.learning-rate | NaN | a number from 0.00000001 to 10",
                "train.model | a/b | a name of letters, digits, '.', '-' and '_'",
                "train.data | '' | a text that is not empty",
                "train.network | resnet | one of small-convnet, tutorial-convnet, resnet18-cifar",
                "train.device | tpu | auto, cpu, gpu, gpus, or gpu:N separated by commas",
                "index.device | gpus | auto, cpu, gpu or gpu:N",
                "produce.part | all | one of training, stream, calibration, test",
                "produce.loop | maybe | true or false",
                "image.max-bytes | 3GiB | a size from 1 byte to 2147483647 bytes, such as 512KiB or 8MiB",
                "index.checkpoint-interval | -1s | a time from 10ms to 3600000ms, such as 500ms or 2s",
                "retention.commits | 0 | a whole number from 1 to 100000",
                "retention.grace | 1m | a time from 240000ms to 2592000000ms, such as 500ms or 2s",
                "index.checkpoint-interval | 1 week | a time from 10ms to 3600000ms, such as 500ms or 2s",
                "index.cluster | localhost:8081 | an address such as http://localhost:8081, or empty",
                "index.cluster | http://localhost | an address such as http://localhost:8081, or empty",
                "index.cluster | http://localhost:8081/jobs | an address such as http://localhost:8081, or empty",
                "store.index | '' | the path of a folder, or s3://bucket/prefix",
                "store.index | s3://UPPER/x | the path of a folder, or s3://bucket/prefix",
                "store.models | gs://bucket/x | the path of a folder, or s3://bucket/prefix",
                "store.s3.endpoint | minio:9000 | empty, or an address such as https://host:port",
                "store.s3.endpoint | http://key:secret@minio | empty, or an address such as https://host:port",
                "store.s3.region | '' | a region such as eu-central-1",
                "serve.port | 65536 | a whole number from 0 to 65535",
                "kafka.bootstrap | localhost | a comma-separated list of host:port"
            })
    void shouldRefuseABadValueAndSayWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> flags(Map.of(key, value)))
                .isInstanceOf(OperatorException.class)
                .hasMessage("%s must be %s, not \"%s\" (flag)", key, allowed, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.seconds = [1] | [1]",
                "train.seconds = null | null",
                "train.seconds = yes | \"yes\"",
                "train.seconds = 2.5 | 2.5"
            })
    void shouldNameTheLineOfABadValueInTheFile(String line, String shown) throws IOException {
        Optional<Path> file = file(line);

        assertThatThrownBy(() -> Settings.load(file, NONE, NONE))
                .isInstanceOf(OperatorException.class)
                .hasMessage(
                        "train.seconds must be a whole number from 0 to 2592000, not %s (%s line 1)",
                        shown, file.orElseThrow());
    }

    @Test
    void shouldSayInOneLineThatTheFileIsMissingOrMalformed() throws IOException {
        Path missing = folder.resolve("missing.conf");
        assertThatThrownBy(() -> Settings.load(Optional.of(missing), NONE, NONE))
                .isInstanceOf(OperatorException.class)
                .hasMessage("cannot read the configuration file %s: give the path of a readable file", missing);

        for (String content : new String[] {"train {", "train.seconds = ${nowhere}", "= ="}) {
            Optional<Path> malformed = file(content);
            assertThatThrownBy(() -> Settings.load(malformed, NONE, NONE))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageStartingWith("cannot understand the configuration file " + malformed.orElseThrow())
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void shouldPrintEveryKeySortedWithItsOrigin() throws IOException {
        Path file = file("serve.port = 9\n\nserve.max-k = 7").orElseThrow();
        Settings settings =
                Settings.load(Optional.of(file), Map.of("SEMBLANCE_SERVE_HOST", "::1"), Map.of("serve.cache", "c"));

        assertThat(settings.print().lines())
                .isSorted()
                .hasSize(79)
                .contains(
                        "serve.cache = \"c\"  # flag",
                        "serve.device = \"auto\"  # default",
                        "serve.host = \"::1\"  # environment variable SEMBLANCE_SERVE_HOST",
                        "serve.max-k = 7  # " + file + " line 3");
    }

    @Test
    void shouldPrintAFileThatGivesTheSameSettings() throws IOException {
        Settings settings = flags(Map.of("serve.max-k", "9", "train.model", "a-b"));

        Settings again = Settings.load(file(settings.print()), NONE, NONE);

        assertThat(again.serve()).isEqualTo(settings.serve());
        assertThat(again.train()).isEqualTo(settings.train());
    }

    @Test
    void shouldOverrideWithAnOriginOfItsOwn() {
        Settings settings = flags(Map.of("broker.port", "1"));

        Settings demo = settings.with(Map.of("broker.data", "/demo/broker"), "demo");

        assertThat(demo.broker()).isEqualTo(new BrokerSettings(1, Path.of("/demo/broker"), 2));
        assertThat(demo.print()).contains("broker.data = \"/demo/broker\"  # demo\n");
        assertThat(settings.broker().data()).isEqualTo(Path.of("semblance-data/broker"));
        assertThatThrownBy(() -> settings.with(Map.of("broker.folder", "x"), "demo"))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith("unknown setting 'broker.folder' (demo)");
    }

    private static Settings flags(Map<String, String> flags) {
        return Settings.load(Optional.empty(), Map.of(), flags);
    }

    private Optional<Path> file(String content) throws IOException {
        return Optional.of(Files.writeString(folder.resolve("semblance.conf"), content));
    }
}
