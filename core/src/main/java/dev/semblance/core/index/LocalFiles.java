package dev.semblance.core.index;

import java.nio.file.Path;
import java.util.Optional;

/** Files of published commits that lie on the local disk still, so that they need not be fetched. */
public interface LocalFiles {
    /** For a machine that has none. */
    LocalFiles NONE = (attempt, name) -> Optional.empty();

    /**
     * Looks for a file.
     *
     * @param attempt the one that wrote and published it
     * @param name Lucene's name for it
     */
    Optional<Path> find(String attempt, String name);
}
