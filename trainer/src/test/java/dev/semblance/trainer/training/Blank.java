package dev.semblance.trainer.training;

import dev.semblance.core.image.Pixels;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.DecodedImage;
import dev.semblance.trainer.data.LabelledImage;
import dev.semblance.trainer.data.Splits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Images of one shade each. */
final class Blank {
    private Blank() {}

    /** Two classes of images that are all the same, from which nothing can be learned. */
    static TrainingSets sets() {
        return sets(0);
    }

    /** Two classes that any network tells apart. */
    static TrainingSets darkAndLight() {
        return sets(200);
    }

    private static TrainingSets sets(int shadeOfOdd) {
        byte[] even = new byte[256];
        byte[] odd = new byte[256];
        Arrays.fill(odd, (byte) shadeOfOdd);
        List<LabelledImage> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            images.add(new DecodedImage(
                    "blank-" + i, i % 2 == 0 ? "even" : "odd", new Pixels(16, 16, 1, i % 2 == 0 ? even : odd)));
        }
        return TrainingSets.of(Splits.of(new Dataset("blank", images, List.of("even", "odd")), 1));
    }
}
