package dev.semblance.benchmarks;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LabelledImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Images without end, over and over the same ones under new ids and names, as files that differ. They are encoded when
 * this is made, so that sending one costs the sender little but the sending.
 */
final class Workload implements ImageSource {
    /** The last chunk of each PNG file: its length 0, its type and its checksum. */
    private static final int END_CHUNK_BYTES = 12;

    private final List<Pixels> pixels;
    private final List<ImageRecord> encoded;
    private long made;

    Workload(Dataset images) {
        pixels = images.images().stream().map(LabelledImage::pixels).toList();
        encoded = images.images().stream()
                .map(image -> ImageRecord.of(image.encoded(), Optional.of(image.label())))
                .toList();
    }

    /**
     * How much is measured.
     *
     * @param images of a round of throughput that count
     * @param warmUp images of a round that go before
     * @param coldRounds of throughput that count for nothing: the JVM compiles
     * @param rounds of throughput
     * @param load at which latency is measured, in percent of the throughput
     * @param lookups a second while latency is measured
     * @param seconds how long latency is measured at each load
     */
    record Sizes(int images, int warmUp, int coldRounds, int rounds, List<Integer> load, int lookups, int seconds) {
        Sizes {
            require("--images", images, 1_000, 10_000_000);
            require("--warm-up", warmUp, 0, 10_000_000);
            require("--cold-rounds", coldRounds, 0, 100);
            require("--rounds", rounds, 1, 100);
            load = List.copyOf(load);
            load.forEach(percent -> require("--load", percent, 1, 200));
            require("--lookups", lookups, 1, 1_000);
            require("--seconds", seconds, 1, 3_600);
        }

        private static void require(String flag, int value, int least, int most) {
            if (value < least || value > most) {
                throw new OperatorException(flag + " is " + least + " to " + most + ", not " + value);
            }
        }
    }

    /** An image under an id that nothing had before. */
    @Override
    public Item next() {
        String id = "image-" + made;
        ImageRecord image = encoded.get(Math.floorMod(made, encoded.size()));
        made++;
        return new Item(id, ImageRecord.of(named(image.image(), id), image.label()));
    }

    /** The same picture in a PNG file of its own: the indexer does not embed the same bytes again. */
    private static byte[] named(byte[] png, String name) {
        byte[] text = ("tEXtTitle\0" + name).getBytes(StandardCharsets.ISO_8859_1);
        CRC32 checksum = new CRC32();
        checksum.update(text);
        return ByteBuffer.allocate(png.length + text.length + 2 * Integer.BYTES)
                .put(png, 0, png.length - END_CHUNK_BYTES)
                .putInt(text.length - Integer.BYTES) // its type does not count
                .put(text)
                .putInt((int) checksum.getValue())
                .put(png, png.length - END_CHUNK_BYTES, END_CHUNK_BYTES)
                .array();
    }

    @Override
    public long made() {
        return made;
    }

    @Override
    public long ids() {
        return made;
    }

    /** The images as a network takes them, decoded. */
    List<Pixels> pixels() {
        return pixels;
    }
}
