package dev.semblance.standalone.service;

import dev.semblance.trainer.data.Dataset;
import java.util.List;
import java.util.Map;

/** Images of a data set as the service takes labelled queries. */
public final class LabelledQueries {
    /** The largest labelled set that the service takes. */
    public static final int MOST = 10_000;

    private LabelledQueries() {}

    /** The JSON of each image; whoever writes it turns bytes to base64. */
    public static List<Map<String, Object>> of(Dataset images) {
        return images.images().stream()
                .map(image -> Map.<String, Object>of("label", image.label(), "image", image.encoded()))
                .toList();
    }
}
