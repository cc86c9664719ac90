package dev.semblance.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {
    private static final Path SHIPPED = Path.of("../data/fashion-mnist");

    @TempDir
    Path folder;

    @Test
    void shouldReadTheShippedFiles() {
        Dataset dataset = new FashionMnist(SHIPPED).test();

        assertThat(dataset.positionsByClass().values())
                .hasSize(10)
                .allSatisfy(of -> assertThat(of).hasSize(1000));
        LabelledImage first = dataset.images().getFirst();
        assertThat(first.id()).isEqualTo("fashion-mnist-00000");
        assertThat(first.label()).isEqualTo("Ankle boot");
        assertThat(first.shape()).isEqualTo(new ImageShape(28, 28, 1));
    }

    @Test
    void shouldReadRowsInOrder() throws IOException {
        write("t10k-images-idx3-ubyte.gz", ints(2051, 2, 1, 2), new byte[] {1, 2, 3, (byte) 255});
        write("t10k-labels-idx1-ubyte.gz", ints(2049, 2), new byte[] {8, 1});

        List<LabelledImage> images = new FashionMnist(folder).test().images();

        assertThat(images).extracting(LabelledImage::label).containsExactly("Bag", "Trouser");
        assertThat(images.get(1).id()).isEqualTo("fashion-mnist-00001");
        assertThat(images.get(1).pixels().sample(0, 0, 0)).isEqualTo(3);
        assertThat(images.get(1).pixels().sample(1, 0, 0)).isEqualTo(255);
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        assertRefused("is not there");

        write("t10k-images-idx3-ubyte.gz", ints(2051, 2, 1, 2), new byte[] {1, 2, 3});
        write("t10k-labels-idx1-ubyte.gz", ints(2049, 2), new byte[] {8, 1});
        assertRefused("t10k-images-idx3-ubyte.gz", "ends too soon");

        write("t10k-images-idx3-ubyte.gz", ints(2049, 2, 1, 2), new byte[] {1, 2, 3, 4});
        assertRefused("not with 2051");

        write("t10k-images-idx3-ubyte.gz", ints(2051, 1, 1, 2), new byte[] {1, 2});
        assertRefused("1 images have 2 labels");

        write("t10k-images-idx3-ubyte.gz", ints(2051, 1, 1, 2), new byte[] {1, 2, 3});
        assertRefused("goes on after its last record");

        write("t10k-images-idx3-ubyte.gz", ints(2051, 1, 1, 2), new byte[] {1, 2});
        write("t10k-labels-idx1-ubyte.gz", ints(2049, 1), new byte[] {10});
        assertRefused("label 10");
    }

    @Test
    void shouldReadBothPartsGzippedOrNot() throws IOException {
        writeParts();

        OfficialParts parts = new FashionMnist(folder).official();

        assertThat(FashionMnist.isIn(folder)).isTrue();
        assertThat(parts.training().images())
                .extracting(LabelledImage::id)
                .containsExactly("fashion-mnist-train-00000", "fashion-mnist-train-00001");
        assertThat(parts.test().images()).extracting(LabelledImage::id).containsExactly("fashion-mnist-00000");
        assertThat(parts.training().images().get(1).label()).isEqualTo("Ankle boot");
        assertThat(parts.whole().images()).extracting(LabelledImage::id).startsWith("fashion-mnist-00000");
    }

    @Test
    void shouldTakeOtherDataOfThatFormForDigits() throws IOException {
        writeParts();

        assertThat(new FashionMnist(folder).recognised().training().images())
                .extracting(LabelledImage::label)
                .containsExactly("3", "9");
        assertThat(FashionMnist.isIn(SHIPPED)).isFalse();
    }

    private void writeParts() throws IOException {
        write("t10k-images-idx3-ubyte.gz", ints(2051, 1, 1, 1), new byte[] {7});
        write("t10k-labels-idx1-ubyte.gz", ints(2049, 1), new byte[] {5});
        writePlain("train-images-idx3-ubyte", ints(2051, 2, 1, 1), new byte[] {8, 9});
        writePlain("train-labels-idx1-ubyte", ints(2049, 2), new byte[] {3, 9});
    }

    private void writePlain(String name, byte[] header, byte[] content) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            out.write(header);
            out.write(content);
        }
    }

    private void assertRefused(String... parts) {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new FashionMnist(folder).test())
                .satisfies(refused -> assertThat(refused.getMessage()).contains(parts));
    }

    private void write(String name, byte[] header, byte[] content) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(header);
            out.write(content);
        }
    }

    private static byte[] ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Integer.BYTES);
        buffer.asIntBuffer().put(values);
        return buffer.array();
    }
}
