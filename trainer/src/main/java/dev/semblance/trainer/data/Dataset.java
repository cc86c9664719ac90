package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import dev.semblance.core.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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

    /** Class of each image, {@code [size]}, by its place in {@link #classes()}. */
    public int[] labels() {
        Map<String, Integer> places = new HashMap<>();
        for (String label : classes) {
            places.put(label, places.size());
        }
        return images.stream()
                .mapToInt(image -> Objects.requireNonNull(places.get(image.label()), "a class that is not listed"))
                .toArray();
    }

    /** Digest over ids, labels and image contents, in order. */
    public Sha256 fingerprint() {
        MessageDigest digest = newDigest();
        for (LabelledImage image : images) {
            String line =
                    image.id() + '\t' + image.label() + '\t' + image.digest().hex() + '\n';
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /**
     * Only the images of some classes, which become the only classes; their order stays.
     *
     * @throws OperatorException if there is no such class, or fewer than 2 are named
     */
    public Dataset withClasses(List<String> wanted) {
        wanted.forEach(this::requireClass);
        return keeping(classes.stream().filter(wanted::contains).toList());
    }

    /**
     * All images but those of some classes.
     *
     * @throws OperatorException if there is no such class, or fewer than 2 are left
     */
    public Dataset withoutClasses(List<String> unwanted) {
        unwanted.forEach(this::requireClass);
        return keeping(
                classes.stream().filter(label -> !unwanted.contains(label)).toList());
    }

    private void requireClass(String label) {
        if (!classes.contains(label)) {
            throw new OperatorException(
                    name + " has no class '" + label + "'; its classes are " + String.join(", ", classes));
        }
    }

    private Dataset keeping(List<String> kept) {
        if (kept.size() < 2) {
            throw new OperatorException("of the " + classes.size() + " classes of " + name + ", " + kept.size()
                    + " are left, at least 2 are needed; choose other classes");
        }
        Set<String> some = Set.copyOf(kept);
        return new Dataset(
                name,
                images.stream().filter(image -> some.contains(image.label())).toList(),
                kept);
    }

    /** The images at the positions, in their order. */
    Dataset at(List<Integer> positions) {
        return new Dataset(name, positions.stream().map(images::get).toList(), classes);
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
