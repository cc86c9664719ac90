package dev.semblance.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreLocationTest {
    private static final S3Service AWS = new S3Service("", "eu-central-1");

    @ParameterizedTest
    @ValueSource(strings = {"semblance-data/index", "/data/index", "s3", "C:/data", "./s3:/x"})
    void shouldTakeTheRestForFolders(String text) {
        StoreLocation location = StoreLocation.parse(text, AWS);

        assertThat(location)
                .isEqualTo(StoreLocation.of(Path.of(text)))
                .hasToString(Path.of(text).toString());
        assertThat(location.folder()).contains(Path.of(text));
        assertThat(location.absolute().folder()).contains(Path.of(text).toAbsolutePath());
    }

    @ParameterizedTest
    @CsvSource({
        "s3://bucket, bucket, ''",
        "s3://bucket/, bucket, ''",
        "s3://my.bucket-1/a/b-c, my.bucket-1, a/b-c",
        "s3://bucket/a/, bucket, a"
    })
    void shouldReadBucketAndPrefix(String text, String bucket, String prefix) {
        StoreLocation location = StoreLocation.parse(text, AWS);

        assertThat(location).isEqualTo(new S3Location(bucket, prefix, AWS));
        assertThat(location.folder()).isEmpty();
        assertThat(location.absolute()).isEqualTo(location);
        assertThat(StoreLocation.parse(location.toString(), AWS)).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "s3://",
                "s3://b",
                "s3://Bucket",
                "s3://bucket//a",
                "s3://bucket/a b",
                "s3://bucket/../a",
                "s3://key@bucket",
                "gs://bucket/a",
                "file:///data"
            })
    void shouldRefuseWhatIsNeither(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> StoreLocation.parse(text, AWS));
    }

    @ParameterizedTest
    @CsvSource({"minio:9000, r", "ftp://minio, r", "http://key:secret@minio, r", "http://minio/path, r", "http://m, ''"
    })
    void shouldRefuseWhatIsNoService(String endpoint, String region) {
        assertThatIllegalArgumentException().isThrownBy(() -> new S3Service(endpoint, region));
    }

    @Test
    void shouldNotShowCredentials() {
        assertThat(new S3Credentials("key", "hidden", Optional.of("hidden too")))
                .asString()
                .doesNotContain("hidden", "key");
    }
}
