package dev.semblance.query;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.NoEmbeddingException;
import dev.semblance.core.embedding.PreparedImage;
import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.index.IndexedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what queries ask about to points in the space of the live model version. Safe for use by several threads. */
final class Points {
    private final ImageDecoder decoder;
    private final Admission admission;

    Points(ImageDecoder decoder, Admission admission) {
        this.decoder = decoder;
        this.admission = admission;
    }

    /**
     * The points of queries.
     *
     * @param embeddings in the order of the queries
     * @param decoding time that images took to be decoded and resized
     * @param embedding time that they took to be embedded, the wait for others included
     */
    record Embedded(List<Embedding> embeddings, Duration decoding, Duration embedding) {}

    /** @throws ProblemException naming the query that has no point */
    Embedded embed(LiveView view, List<QueryPoint> queries) {
        long start = System.nanoTime();
        Map<Integer, Embedding> known = new LinkedHashMap<>();
        Map<Integer, PreparedImage> images = new LinkedHashMap<>();
        for (int i = 0; i < queries.size(); i++) {
            String field = "/queries/" + i;
            switch (queries.get(i)) {
                case QueryPoint.Image image -> images.put(i, admission.onCore(() -> prepare(view, image, field)));
                case QueryPoint.Vector vector -> known.put(i, point(view, vector, field));
                case QueryPoint.Indexed(String id) -> known.put(i, indexed(view, id, field));
            }
        }
        long decoded = System.nanoTime();
        known.putAll(embedImages(view, images));
        long embedded = System.nanoTime();
        List<Embedding> embeddings = new ArrayList<>(queries.size());
        for (int i = 0; i < queries.size(); i++) {
            embeddings.add(known.get(i));
        }
        return new Embedded(embeddings, Duration.ofNanos(decoded - start), Duration.ofNanos(embedded - decoded));
    }

    private PreparedImage prepare(LiveView view, QueryPoint.Image image, String field) {
        try {
            return view.embedder().prepare(decoder.decode(image.encoded()));
        } catch (BadImageException e) {
            ProblemType type = switch (e.reason()) {
                case TOO_MANY_BYTES, TOO_MANY_PIXELS -> ProblemType.TOO_LARGE;
                default -> ProblemType.BAD_IMAGE;
            };
            throw badImage(type, e.getMessage(), e.reason(), field);
        }
    }

    private static Map<Integer, Embedding> embedImages(LiveView view, Map<Integer, PreparedImage> images) {
        MicroBatches batches = view.loadedModel().batches();
        List<Integer> places = List.copyOf(images.keySet());
        Map<Integer, Embedding> embedded = new LinkedHashMap<>();
        try {
            List<Embedding> embeddings = batches.embed(List.copyOf(images.values()));
            for (int i = 0; i < places.size(); i++) {
                embedded.put(places.get(i), embeddings.get(i));
            }
            return embedded;
        } catch (NoEmbeddingException e) {
            images.forEach((place, image) -> refuseWithoutEmbedding(batches, place, image));
            throw e; // not reached: one of them has none
        }
    }

    /** Finds out which of several images it was. */
    private static void refuseWithoutEmbedding(MicroBatches batches, int place, PreparedImage image) {
        try {
            batches.embed(List.of(image));
        } catch (NoEmbeddingException e) {
            throw badImage(
                    ProblemType.BAD_IMAGE,
                    "the network gives no embedding: " + e.getMessage(),
                    Reason.NOT_EMBEDDABLE,
                    "/queries/" + place);
        }
    }

    private static ProblemException badImage(ProblemType type, @Nullable String detail, Reason reason, String field) {
        return new ProblemException(type, detail + " (" + reason.code() + ")").at(field + "/image");
    }

    private static Embedding point(LiveView view, QueryPoint.Vector vector, String field) {
        int dimension = view.embedder().dimension();
        if (vector.values().length != dimension) {
            throw badVector(
                    "vectors of " + view.model().version() + " have " + dimension + " values, not "
                            + vector.values().length,
                    field);
        }
        try {
            return Embedding.normalised(vector.values());
        } catch (IllegalArgumentException e) {
            throw badVector(String.valueOf(e.getMessage()), field);
        }
    }

    private static ProblemException badVector(String detail, String field) {
        return new ProblemException(ProblemType.BAD_VECTOR, detail).at(field + "/vector");
    }

    private static Embedding indexed(LiveView view, String id, String field) {
        try {
            return find(view, id).embedding();
        } catch (ProblemException e) {
            throw e.at(field + "/id");
        }
    }

    /** @throws ProblemException if the index does not hold the image */
    static IndexedImage find(LiveView view, String id) {
        return view.snapshot()
                .image(id)
                .orElseThrow(
                        () -> new ProblemException(ProblemType.NOT_FOUND, "the index holds no image '" + id + "'"));
    }
}
