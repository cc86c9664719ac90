package dev.semblance.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelSourcesTest {
    private static final int PER_CLASS = 30;
    private static final InputSpec INPUT = new InputSpec(2, 2, 1, 0, 1);
    private static final long ALL_BYTES = 2 * PER_CLASS * 4L;

    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws IOException {
        for (int i = 0; i < PER_CLASS; i++) {
            write("cat/%02d.png".formatted(i), i);
            write("dog/%02d.png".formatted(i), 100 + i);
        }
    }

    @Test
    void shouldHoldAllInMemoryWhereTheyFit() throws IOException {
        PreparedImages prepared = open(ALL_BYTES);
        Files.delete(folder.resolve("cat/00.png"));

        assertThat(prepared.pixels()).isInstanceOf(MemoryPixels.class);
        assertReadsAll(prepared);
    }

    @Test
    void shouldReadFromDiskWhatDoesNotFitAndKeepAsManyAsMayBe() {
        PreparedImages prepared = open(ALL_BYTES - 1);

        assertThat(prepared.pixels()).isInstanceOf(DiskPixels.class);
        assertReadsAll(prepared);
        assertReadsAll(prepared);
        assertThat(((DiskPixels) prepared.pixels()).keptImages()).isEqualTo(2 * PER_CLASS - 1);
    }

    @Test
    void shouldServeSeveralThreadsFromDisk() throws Exception {
        PreparedImages prepared = open(40);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> reads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                reads.add(threads.submit(() -> assertReadsAll(prepared)));
            }
            for (Future<?> read : reads) {
                read.get();
            }
        }
        assertReadsAll(prepared); // two threads may have been at one image, and left its place for another
        assertThat(((DiskPixels) prepared.pixels()).keptImages()).isEqualTo(10);
    }

    @Test
    void shouldWriteAtTheOffset() {
        byte[] target = new byte[12];
        open(ALL_BYTES).pixels().read(1, target, 4);

        assertThat(target).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0);
    }

    @Test
    void shouldResizeWhatIsOfAnotherSize() {
        Dataset dataset = dataset();
        InputSpec wider = new InputSpec(4, 3, 3, 0, 1);
        byte[] target = new byte[wider.length()];
        PixelSources.open(dataset, wider, 0, LoadListener.SILENT).pixels().read(7, target, 0);

        assertThat(target).containsOnly(7);
    }

    @Test
    void shouldLeaveOutWhatTurnsOutToBeDamagedWhilePreparing() throws IOException {
        damageUnseen(folder.resolve("cat/03.png"));

        PreparedImages prepared = open(ALL_BYTES);

        assertThat(prepared.pixels().size()).isEqualTo(2 * PER_CLASS - 1);
        assertThat(prepared.skipped().examples().get(SkipReason.DAMAGED)).containsExactly(folder.resolve("cat/03.png"));
        assertReadsAll(prepared);
    }

    @Test
    void shouldLeaveOutWhatIsDamagedOfImagesToJudgeWith() throws IOException {
        damageUnseen(folder.resolve("cat/03.png"));
        Dataset all = dataset();

        Dataset whole = DamageCheck.withoutDamaged(all, LoadListener.SILENT);

        List<LabelledImage> expected = new ArrayList<>(all.images());
        expected.remove(3);
        assertThat(whole.images()).isEqualTo(expected);
        assertThat(whole.classes()).isEqualTo(all.classes());
    }

    @Test
    void shouldRefuseToJudgeWithDamagedImagesOnly() throws IOException {
        damageUnseen(folder.resolve("cat/03.png"));
        Dataset damaged = dataset().at(List.of(3));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> DamageCheck.withoutDamaged(damaged, LoadListener.SILENT))
                .withMessageContaining("none of the 1 images");
    }

    @Test
    void shouldSayWhichFileIsDamagedInTheMiddleOfARun() throws IOException {
        damageUnseen(folder.resolve("cat/03.png"));
        PixelSource pixels = open(0).pixels();

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> pixels.read(3, new byte[4], 0))
                .withMessageContaining("03.png");
    }

    @Test
    void shouldSayWhichFileIsGoneInTheMiddleOfARun() throws IOException {
        PixelSource pixels = open(0).pixels();
        Files.delete(folder.resolve("dog/00.png"));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> pixels.read(PER_CLASS, new byte[4], 0))
                .withMessageContaining("00.png");
    }

    @Test
    void shouldRefuseAFolderThatLosesAClassToDamage() throws IOException {
        for (int i = 0; i < PER_CLASS; i++) {
            damageUnseen(folder.resolve("dog/%02d.png".formatted(i)));
        }

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> open(ALL_BYTES))
                .withMessageContaining("30 can be decoded")
                .withMessageContaining("not of 2 classes");
    }

    /** Reads every image and compares it, and its class, with the data set. */
    private static void assertReadsAll(PreparedImages prepared) {
        PixelSource pixels = prepared.pixels();
        int[] labels = pixels.labels();
        assertThat(labels).hasSize(pixels.size()).hasSize(prepared.images().size());
        for (int position = 0; position < pixels.size(); position++) {
            String id = prepared.images().images().get(position).id();
            int shade = Integer.parseInt(id.substring(4, 6)) + (id.startsWith("cat") ? 0 : 100);
            byte[] target = new byte[4];
            pixels.read(position, target, 0);
            assertThat(target).as(id).containsOnly(shade);
            assertThat(labels[position]).isEqualTo(id.startsWith("cat") ? 0 : 1);
        }
    }

    private PreparedImages open(long memoryBytes) {
        return PixelSources.open(dataset(), INPUT, memoryBytes, LoadListener.SILENT);
    }

    private Dataset dataset() {
        return new ImageFolder(folder, LoadListener.SILENT).load().dataset();
    }

    /** Breaks the compressed data of a PNG and gives the chunk a right CRC, so that only decoding can tell. */
    private static void damageUnseen(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int data = 33; // after the signature and IHDR
        ByteBuffer png = ByteBuffer.wrap(bytes);
        int length = png.getInt(data);
        assertThat(new String(bytes, data + 4, 4, StandardCharsets.US_ASCII)).isEqualTo("IDAT");
        Arrays.fill(bytes, data + 8, data + 8 + length, (byte) 0xFF);
        CRC32 crc = new CRC32();
        crc.update(bytes, data + 4, 4 + length);
        png.putInt(data + 8 + length, (int) crc.getValue());
        Files.write(file, bytes);
    }

    private void write(String name, int shade) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        byte[] samples = {(byte) shade, (byte) shade, (byte) shade, (byte) shade};
        Files.write(file, PngEncoder.encode(new Pixels(2, 2, 1, samples)));
    }
}
