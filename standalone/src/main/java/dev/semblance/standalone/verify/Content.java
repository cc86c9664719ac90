package dev.semblance.standalone.verify;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.index.ImageRecord;
import java.util.Optional;

/** What a record of the image topic says. */
sealed interface Content {
    /** The id has this image from now on. */
    record Image(String id, ImageRecord image, Pixels pixels) implements Content {}

    /** The same, with an embedding that came along. */
    record Embedded(String id, ImageRecord image, Embedding embedding) implements Content {}

    /** The id is to go. */
    record Delete(String id) implements Content {}

    /** Belongs among the dead letters; the id where at least that could be read. */
    record Unreadable(Optional<String> id, String why) implements Content {}
}
