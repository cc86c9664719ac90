package dev.semblance.benchmarks.training;

import dev.semblance.core.image.InputSpec;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LoadListener;
import dev.semblance.trainer.data.PixelSource;
import dev.semblance.trainer.data.PixelSources;
import dev.semblance.trainer.data.Splits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes images for the peer: see {@code benchmarks/peers/torch_peer.py} for the format. */
final class PeerData {
    /** The peer holds a class in one byte. */
    private static final int MAX_CLASSES = 256;

    private PeerData() {}

    static void write(Splits splits, InputSpec input, Path folder) throws IOException {
        if (splits.training().classes().size() > MAX_CLASSES) {
            throw new IllegalArgumentException("the peer takes at most " + MAX_CLASSES + " classes");
        }
        Files.writeString(
                folder.resolve("shape.json"),
                "[" + input.height() + ", " + input.width() + ", " + input.channels() + "]");
        write("training", splits.training(), input, folder);
        write("index", splits.stream(), input, folder);
        write("calibration", splits.calibration(), input, folder);
        write("test", splits.test(), input, folder);
    }

    private static void write(String part, Dataset images, InputSpec input, Path folder) throws IOException {
        PixelSource pixels = PixelSources.open(images, input, Long.MAX_VALUE, LoadListener.SILENT)
                .pixels();
        byte[] image = new byte[input.length()];
        try (OutputStream samples = open(folder.resolve(part + ".images"));
                OutputStream labels = open(folder.resolve(part + ".labels"))) {
            int[] classes = pixels.labels();
            for (int position = 0; position < pixels.size(); position++) {
                pixels.read(position, image, 0);
                samples.write(image);
                labels.write(classes[position]);
            }
        }
    }

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file));
    }
}
