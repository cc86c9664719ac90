package dev.semblance.trainer.augmentation;

import java.util.random.RandomGenerator;

/**
 * Cuts out a random part and enlarges it, bilinear, to the image's size: Szegedy et al., "Going Deeper with
 * Convolutions" (2014), section 6. A shape that does not fit into the image is drawn anew, 10 times at most; then the
 * image stays whole.
 *
 * @param minArea smallest part of the image's area, above 0
 * @param maxArea largest part of the image's area, at most 1
 * @param minAspect smallest width / height in pixels, 0.1 to 10
 * @param maxAspect largest width / height in pixels, 0.1 to 10; drawn uniformly by its logarithm
 */
public record ResizedCrop(double minArea, double maxArea, double minAspect, double maxAspect) implements Augmentation {
    private static final int ATTEMPTS = 10;

    public ResizedCrop {
        Range.check("min-area", minArea, 1e-4, 1);
        Range.check("max-area", maxArea, 1e-4, 1);
        Range.check("min-aspect", minAspect, 0.1, 10);
        Range.check("max-aspect", maxAspect, 0.1, 10);
        Range.checkOrder("area", minArea, maxArea);
        Range.checkOrder("aspect", minAspect, maxAspect);
    }

    @Override
    public void apply(ImageBuffer image, RandomGenerator random) {
        Range areas = new Range(minArea, maxArea);
        // Of StrictMath, as Math may differ in the last digit between machines.
        Range aspects = new Range(StrictMath.log(minAspect), StrictMath.log(maxAspect));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double area = areas.draw(random) * image.width() * image.height();
            double aspect = StrictMath.exp(aspects.draw(random));
            int width = (int) Math.round(Math.sqrt(area * aspect));
            int height = (int) Math.round(Math.sqrt(area / aspect));
            if (width >= 1 && width <= image.width() && height >= 1 && height <= image.height()) {
                int left = random.nextInt(image.width() - width + 1);
                int top = random.nextInt(image.height() - height + 1);
                new Window(left, top, width, height).enlarge(image);
                return;
            }
        }
    }
}
