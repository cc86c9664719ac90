package dev.semblance.benchmarks.index;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A stream of images, of which a share replaces earlier ones, any of them alike.
 *
 * @param vectors of the images, in order
 * @param ids of the images, in order
 */
public record Changes(List<Embedding> vectors, List<String> ids) {
    public Changes {
        vectors = List.copyOf(vectors);
        ids = List.copyOf(ids);
        if (vectors.size() != ids.size()) {
            throw new IllegalArgumentException(vectors.size() + " vectors of " + ids.size() + " images");
        }
    }

    /** New images only: the one at position {@code i} has the id {@link #id}{@code (i)}. */
    static Changes ofNew(List<Embedding> vectors) {
        return withUpdates(vectors, 0, 0);
    }

    /**
     * A stream with updates.
     *
     * @param percent of the images that replace an earlier one
     */
    public static Changes withUpdates(List<Embedding> vectors, int percent, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] ids = new String[vectors.size()];
        int known = 0;
        for (int i = 0; i < ids.length; i++) {
            boolean update = known > 0 && random.nextInt(100) < percent;
            ids[i] = id(update ? random.nextInt(known) : known++);
        }
        return new Changes(vectors, List.of(ids));
    }

    public static String id(int number) {
        return "image-" + number;
    }

    public int size() {
        return ids.size();
    }

    public IndexedImage at(int position) {
        return new IndexedImage(ids.get(position), vectors.get(position), Optional.empty(), Map.of());
    }

    /** From a position to another, the latter left out. */
    public Changes part(int from, int to) {
        return new Changes(vectors.subList(from, to), ids.subList(from, to));
    }
}
