package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.image.ThumbnailSpec;
import dev.semblance.core.store.S3Service;
import dev.semblance.core.store.StoreLocation;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexJobSettingsTest {
    @ParameterizedTest
    @CsvSource({"0, 1, 10", "-1, 1, 10", "1, 0, 10", "1, 1, 9", "1, 1, 0", "1, 1, -5"})
    void shouldRefuseWhatNoJobCanRunWith(int batchSize, int parallelism, long intervalMillis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(batchSize, parallelism, intervalMillis))
                .withMessage(
                        "not usable: batch size %d, parallelism %d, checkpoint interval %s",
                        batchSize, parallelism, Duration.ofMillis(intervalMillis));
    }

    @Test
    void shouldTravelToTheCluster() throws Exception {
        IndexJobSettings settings = settings(1, 1, 10);

        assertThat(InstantiationUtil.clone(settings)).isEqualTo(settings);
        assertThat(settings.imageLimits()).isEqualTo(new ImageLimits(1_000, 2_000));
    }

    private static IndexJobSettings settings(int batchSize, int parallelism, long intervalMillis) {
        return new IndexJobSettings(
                "localhost:9092",
                StoreLocation.of(Path.of("models")),
                StoreLocation.parse("s3://bucket/index", new S3Service("http://127.0.0.1:9000", "eu-central-1")),
                "checkpoints",
                "work",
                Duration.ofMillis(intervalMillis),
                batchSize,
                parallelism,
                "cpu",
                1_000,
                2_000,
                new ThumbnailSpec(32));
    }
}
