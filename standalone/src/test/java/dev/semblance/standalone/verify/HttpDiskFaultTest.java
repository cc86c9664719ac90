package dev.semblance.standalone.verify;

import static dev.semblance.standalone.verify.Asking.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.query.QueryServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk garbles the files of a node that runs. */
class HttpDiskFaultTest {
    private static final String IMAGE = "/v1/images/boot-1";

    @Test
    void shouldAnswerWithAProblemAndGoOn(@TempDir Path folder) throws Exception {
        Path cache = folder.resolve("garbled");
        try (Asking asking = new Asking();
                LiveService service = LiveService.start(folder);
                QueryServer node = service.serve(LiveService.LABELLED, Map.of("serve.cache", cache.toString()))) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> asking.get(node, IMAGE).statusCode() == 200);

            garble(cache);

            for (String path : List.of(IMAGE, IMAGE + "/neighbours", IMAGE + "/thumbnail")) {
                var response = asking.get(node, path);
                assertProblem(response, 500, "internal", "the log of the service says why");
                assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
                assertThat(response.body())
                        .as("nothing of what is inside")
                        .doesNotContain("Exception", "Error", "lucene", "\tat ", ".java", cache.toString());
            }
            assertThat(asking.get(node, "/v1/status").statusCode()).isEqualTo(200);
            assertThat(asking.get(node, "/metrics").body())
                    .contains(
                            "semblance_requests_refused_total{reason=\"internal\"} 3.0",
                            "semblance_requests_in_work 0.0");
        }
    }

    /** All but what a file begins and ends with: it was checked when it was fetched. */
    private static void garble(Path cache) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(cache)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                byte[] garbage = new byte[(int) channel.size()];
                Arrays.fill(garbage, (byte) 0xA5);
                channel.write(ByteBuffer.wrap(garbage), 0);
            }
        }
    }
}
