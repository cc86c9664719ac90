package dev.semblance.benchmarks;

import dev.semblance.benchmarks.index.Changes;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.model.ModelVersion;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Embeddings alone, without images. */
final class GivenEmbeddings implements ImageSource {
    private final Changes changes;
    private final ModelVersion version;
    private final Set<String> ids = new HashSet<>();
    private int made;

    /** @param version that is told to have made them */
    GivenEmbeddings(Changes changes, ModelVersion version) {
        this.changes = changes;
        this.version = version;
    }

    @Override
    public Item next() {
        IndexedImage image = changes.at(made++);
        ids.add(image.id());
        return new Item(
                image.id(),
                new ImageRecord(
                        new byte[0],
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Optional.of(new ImageRecord.GivenEmbedding(version, image.embedding()))));
    }

    @Override
    public long made() {
        return made;
    }

    @Override
    public long ids() {
        return ids.size();
    }
}
