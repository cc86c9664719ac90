package dev.semblance.standalone.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where values come from, which of them wins, and what is refused. */
class SettingsSourcesTest {
    private static final Map<String, String> NONE = Map.of();

    @TempDir
    private Path folder;

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

        assertThat(Settings.load(Optional.empty(), environment, NONE)
                        .serve()
                        .limits()
                        .maxK())
                .isEqualTo(5);
        assertThat(Settings.load(Optional.of(other), environment, NONE)
                        .serve()
                        .limits()
                        .maxK())
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
                .hasSize(104)
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
