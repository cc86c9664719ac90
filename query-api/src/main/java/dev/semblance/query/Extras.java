package dev.semblance.query;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Thumbnail;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.query.LookupRequest.Include;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What an answer tells of images beside the rest, from the view that it is made of. For one request. */
final class Extras {
    private final LiveView view;
    private final Set<Include> include;
    private final Admission admission;
    private final Admission.Memory memory;

    Extras(LiveView view, Set<Include> include, Admission admission, Admission.Memory memory) {
        this.view = view;
        this.include = Set.copyOf(include);
        this.admission = admission;
        this.memory = memory;
    }

    /** Tells of some images, on a core where there is more to read of them. */
    <T> T reading(Supplier<T> told) {
        return include.isEmpty() ? told.get() : admission.onCore(told);
    }

    Optional<Embedding> vector(String id) {
        return include.contains(Include.VECTOR)
                ? view.snapshot().image(id).map(IndexedImage::embedding)
                : Optional.empty();
    }

    /** @throws ProblemException if there is no memory for it */
    Optional<Thumbnail> thumbnail(String id) {
        if (!include.contains(Include.THUMBNAIL)) {
            return Optional.empty();
        }
        Optional<Thumbnail> thumbnail = view.snapshot().thumbnail(id);
        thumbnail.ifPresent(found -> memory.holdMore(found.file().length));
        return thumbnail;
    }
}
