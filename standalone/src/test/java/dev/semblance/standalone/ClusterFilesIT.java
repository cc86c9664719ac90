package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the build leaves for clusters: what belongs on their class path, and what travels with a job. */
class ClusterFilesIT {
    private static final Path ROOT = Path.of("..");

    @Test
    void shouldHaveBuiltAllThatComposeMounts() {
        assertThat(ComposeFile.read(ROOT).mounts())
                .contains("./standalone/target/flink-lib", ".")
                .allSatisfy(mount -> assertThat(ROOT.resolve(mount)).exists());
    }

    @Test
    void shouldKeepTheIndexerOffTheClassPathOfFlinksProcesses() throws IOException {
        assertThat(jars("job")).singleElement().asString().startsWith("semblance-stream-indexer-");
        assertThat(jars("lib")).noneMatch(jar -> jar.startsWith("semblance-stream-indexer-"));
        assertThat(jars("flink-lib")).noneMatch(jar -> jar.startsWith("semblance-stream-indexer-"));
    }

    @Test
    void shouldGiveFlinksDistributionWhatItLacksAndNotWhatItHas() throws IOException {
        for (String needed : List.of(
                "semblance-core-",
                "semblance-messaging-",
                "semblance-schemas-",
                "api-",
                "pytorch-engine-",
                "pytorch-native-",
                "lucene-core-",
                "avro-",
                "kafka-clients-",
                "flink-connector-kafka-",
                "flink-connector-base-")) {
            assertThat(jars("flink-lib")).as(needed).anyMatch(jar -> jar.startsWith(needed));
        }
        assertThat(jars("flink-lib"))
                .noneMatch(jar -> jar.startsWith("slf4j-") || jar.startsWith("log4j-"))
                .noneMatch(jar -> jar.startsWith("flink-") && !jar.startsWith("flink-connector-"));
    }

    private static List<String> jars(String folder) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("standalone/target").resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
