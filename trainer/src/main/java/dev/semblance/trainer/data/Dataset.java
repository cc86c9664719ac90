package dev.semblance.trainer.data;

import dev.semblance.core.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Labelled images, or a part of them.
 *
 * @param name of the whole
 * @param images in a fixed order
 * @param classes all labels there are, in a fixed order; a part may lack images of some
 */
public record Dataset(String name, List<LabelledImage> images, List<String> classes) {
    public Dataset {
        images = List.copyOf(images);
        classes = List.copyOf(classes);
    }

    public int size() {
        return images.size();
    }

    /** Digest over ids, labels and image contents, in order. */
    public Sha256 fingerprint() {
        StringBuilder lines = new StringBuilder();
        for (LabelledImage image : images) {
            lines.append(image.id()).append('\t').append(image.label()).append('\t');
            lines.append(image.digest().hex()).append('\n');
        }
        return Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** At most so many images, the first ones of each class in turn; the order stays. */
    public Dataset limitedTo(int atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException("cannot keep " + atMost + " images");
        }
        if (size() <= atMost) {
            return this;
        }
        boolean[] kept = new boolean[size()];
        List<List<Integer>> byClass = List.copyOf(positionsByClass().values());
        int left = atMost;
        for (int turn = 0; left > 0; turn++) {
            for (List<Integer> positions : byClass) {
                if (turn < positions.size() && left > 0) {
                    kept[positions.get(turn)] = true;
                    left--;
                }
            }
        }
        List<LabelledImage> some = new ArrayList<>(atMost);
        for (int position = 0; position < kept.length; position++) {
            if (kept[position]) {
                some.add(images.get(position));
            }
        }
        return new Dataset(name, some, classes);
    }

    /** Positions of the images of each class, in the order of {@link #classes()}. */
    Map<String, List<Integer>> positionsByClass() {
        Map<String, List<Integer>> positions = new LinkedHashMap<>();
        for (String label : classes) {
            positions.put(label, new ArrayList<>());
        }
        for (int position = 0; position < images.size(); position++) {
            String label = images.get(position).label();
            positions
                    .computeIfAbsent(label, unknown -> {
                        throw new IllegalStateException("class '" + unknown + "' is not listed");
                    })
                    .add(position);
        }
        return positions;
    }
}
