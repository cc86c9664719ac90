package dev.semblance.trainer.training;

import dev.semblance.core.image.Pixels;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.DecodedImage;
import dev.semblance.trainer.data.LabelledImage;
import dev.semblance.trainer.data.Splits;
import java.util.ArrayList;
import java.util.List;

/** Two classes of images that are all the same, from which nothing can be learned. */
final class Blank {
    private Blank() {}

    static Splits splits() {
        List<LabelledImage> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            images.add(
                    new DecodedImage("blank-" + i, i % 2 == 0 ? "even" : "odd", new Pixels(16, 16, 1, new byte[256])));
        }
        return Splits.of(new Dataset("blank", images, List.of("even", "odd")), 1);
    }
}
