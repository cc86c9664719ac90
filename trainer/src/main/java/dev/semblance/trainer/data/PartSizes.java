package dev.semblance.trainer.data;

/**
 * How many images of the official training part serve another purpose than learning.
 *
 * @param index that are indexed and looked up among, of all classes together
 * @param calibration that thresholds are set with, of all classes together
 */
public record PartSizes(int index, int calibration) {
    /** 10,000 to index, 2,500 to calibrate with. */
    public static final PartSizes DEFAULT = new PartSizes(10_000, 2_500);

    public PartSizes {
        if (index < 1 || calibration < 1) {
            throw new IllegalArgumentException(
                    "parts hold at least 1 image, not " + index + " to index and " + calibration + " to calibrate");
        }
    }

    /** As many images of each class where only some classes of all are used. */
    public PartSizes forClasses(int some, int all) {
        return new PartSizes(share(index, some, all), share(calibration, some, all));
    }

    private static int share(int images, int some, int all) {
        return Math.max(1, (int) ((long) images * some / all));
    }
}
