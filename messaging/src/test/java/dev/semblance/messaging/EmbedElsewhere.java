package dev.semblance.messaging;

import ai.djl.Device;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.store.FolderStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.stream.Stream;

/** A process that knows of models only what was published: the folder of the store, and the bytes of events. */
final class EmbedElsewhere {
    private EmbedElsewhere() {}

    /** Takes the store, then event files; prints the embedding of the ramp by each model, in hex. */
    public static void main(String[] arguments) throws IOException {
        ModelStore models = new ModelStore(new FolderStore(Path.of(arguments[0])), Clock.systemUTC());
        for (String file : Stream.of(arguments).skip(1).toList()) {
            PublishedModel model = EventType.MODEL_PUBLISHED.decode(Files.readAllBytes(Path.of(file)));
            try (Embedder embedder = Embedder.load(model, models, Device.cpu())) {
                System.out.println(
                        HexFormat.of().formatHex(embedder.embed(ramp()).toBytes()));
            }
        }
    }

    /** Samples that count up and start over at 256. */
    static Pixels ramp() {
        byte[] samples = new byte[32 * 32 * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (7 * i);
        }
        return new Pixels(32, 32, 3, samples);
    }
}
