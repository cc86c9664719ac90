package dev.semblance.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFolderTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadTheBinaryForm() throws IOException {
        SmallCifar.writeBinary(folder);

        assertReadsSmallCifar();
    }

    @Test
    void shouldReadThePngForm() throws IOException {
        SmallCifar.writePng(folder);

        assertReadsSmallCifar();
    }

    private void assertReadsSmallCifar() {
        Dataset dataset = new CifarFolder(folder, LoadListener.SILENT).load(Integer.MAX_VALUE);

        assertThat(dataset.images())
                .extracting(LabelledImage::label)
                .containsExactly("airplane", "automobile", "bird", "cat", "deer", "dog");
        for (int i = 0; i < dataset.size(); i++) {
            Pixels pixels = dataset.images().get(i).pixels();
            assertThat(pixels.sample(0, 0, 0)).isEqualTo(i);
            // The pixel right of the first, and the one below it.
            assertThat(List.of(pixels.sample(1, 0, 0), pixels.sample(1, 0, 1), pixels.sample(1, 0, 2)))
                    .containsExactly(10, 20, 30);
            assertThat(List.of(pixels.sample(0, 1, 0), pixels.sample(0, 1, 1), pixels.sample(0, 1, 2)))
                    .containsExactly(40, 50, 60);
        }
    }

    @Test
    void shouldReadNoMoreBatchesThanWanted() throws IOException {
        SmallCifar.writePng(folder);

        assertThat(new CifarFolder(folder, LoadListener.SILENT).load(2).images())
                .extracting(LabelledImage::id)
                .containsExactly("cifar10-00000", "cifar10-00001");
    }

    @Test
    void shouldKnowTheAuthorsParts() throws IOException {
        SmallCifar.writeBinary(folder);

        OfficialParts parts = new CifarFolder(folder, LoadListener.SILENT).official();

        assertThat(parts.test().images()).extracting(LabelledImage::label).containsExactly("airplane");
        assertThat(parts.training().images())
                .extracting(LabelledImage::label)
                .containsExactly("automobile", "bird", "cat", "deer", "dog");
    }

    @Test
    void shouldRefuseATornBatch() throws IOException {
        SmallCifar.writeBinary(folder);
        Files.write(folder.resolve("data_batch_2.bin"), new byte[3000]);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new CifarFolder(folder, LoadListener.SILENT).load(Integer.MAX_VALUE))
                .withMessageContaining("data_batch_2.bin");
    }

    @Test
    void shouldRefuseAnIncompleteFolder() throws IOException {
        SmallCifar.writeBinary(folder);
        Files.delete(folder.resolve("data_batch_5.bin"));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new CifarFolder(folder, LoadListener.SILENT).load(1))
                .withMessageContaining(folder.toString());
    }
}
