package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.testing.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path with both stores in a bucket. The model is explained in make_modules.py beside it. */
class WholePathOnS3Test {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path COLOURS =
            Path.of("../core/src/test/resources/dev/semblance/core/model/torchscript/colours.pt");

    @TempDir
    private Path folder;

    @Test
    void shouldServeFromStoresOnS3AndOutlastARestartOfTheirServer() throws Exception {
        try (S3Server s3 = S3Server.start(folder.resolve("s3"));
                SmallSystem system = SmallSystem.start(folder, onS3(s3))) {
            new ModelImport(COLOURS, "fashion", new InputSpec(8, 6, 3, 0, 1), Optional.empty(), Distance.COSINE)
                    .publish(system.settings());
            putAndAwait("red", plain(250, 10, 10), system);
            putAndAwait("blue", plain(10, 10, 250), system);
            assertThat(nearest(plain(200, 60, 50), system)).isEqualTo("red");
            assertThat(nearest(plain(50, 60, 200), system)).isEqualTo("blue");

            s3.stop();
            SmallSystem.await(system.put("green", plain(10, 250, 10), "green"));
            s3.start();
            await().atMost(PATIENCE)
                    .until(() -> nearest(plain(60, 200, 50), system).equals("green"));

            assertThat(folder.resolve("models")).doesNotExist();
            assertThat(folder.resolve("index")).doesNotExist();
        }
    }

    private static Map<String, String> onS3(S3Server s3) {
        return Map.of(
                "store.models", "s3://" + S3Server.BUCKET + "/models",
                "store.index", "s3://" + S3Server.BUCKET + "/index",
                "store.s3.endpoint", s3.endpoint());
    }

    private static void putAndAwait(String id, byte[] image, SmallSystem system) throws Exception {
        ImageProducer.Position position = SmallSystem.await(system.put(id, image, id));
        await().atMost(PATIENCE).until(() -> system.isIndexed(position));
    }

    private static String nearest(byte[] image, SmallSystem system) throws Exception {
        return system.client()
                .lookup(image, "image/png", 1)
                .neighbours()
                .getFirst()
                .id();
    }

    private static byte[] plain(int red, int green, int blue) {
        byte[] samples = new byte[8 * 6 * 3];
        for (int i = 0; i < samples.length; i += 3) {
            samples[i] = (byte) red;
            samples[i + 1] = (byte) green;
            samples[i + 2] = (byte) blue;
        }
        return PngEncoder.encode(new Pixels(8, 6, 3, samples));
    }
}
