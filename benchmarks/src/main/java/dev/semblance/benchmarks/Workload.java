package dev.semblance.benchmarks;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LabelledImage;
import java.util.List;
import java.util.Optional;

/**
 * Images without end, over and over the same ones under new ids. They are encoded when this is made, so that sending
 * one costs the sender nothing but the sending.
 */
final class Workload implements ImageSource {
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
     * @param rounds of throughput
     * @param load at which latency is measured, in percent of the throughput
     * @param lookups a second while latency is measured
     * @param seconds how long latency is measured at each load
     */
    record Sizes(int images, int warmUp, int rounds, List<Integer> load, int lookups, int seconds) {
        Sizes {
            require("--images", images, 1_000, 10_000_000);
            require("--warm-up", warmUp, 0, 10_000_000);
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
        Item item = new Item("image-" + made, encoded.get(Math.floorMod(made, encoded.size())));
        made++;
        return item;
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
