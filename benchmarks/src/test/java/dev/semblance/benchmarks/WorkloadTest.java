package dev.semblance.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.DecodedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    /** Else the indexer would know them, and a benchmark of embedding would embed nothing. */
    @Test
    void shouldSendTheSamePictureAsAnotherFileEachTime() throws Exception {
        Pixels picture = new Pixels(2, 2, 1, new byte[] {0, 50, 100, (byte) 200});
        Workload workload = new Workload(
                new Dataset("one", List.of(new DecodedImage("picture", "grey", picture)), List.of("grey")));

        byte[] first = workload.next().image().image();
        byte[] second = workload.next().image().image();

        assertThat(first).isNotEqualTo(second);
        ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
        assertThat(decoder.decode(first)).isEqualTo(decoder.decode(PngEncoder.encode(picture)));
        assertThat(decoder.decode(second)).isEqualTo(decoder.decode(first));
    }
}
