package dev.semblance.benchmarks.query;

import dev.semblance.benchmarks.index.CorpusIndex;
import dev.semblance.benchmarks.training.Scratch;
import dev.semblance.core.OperatorException;
import dev.semblance.core.index.SimdSupport;
import dev.semblance.standalone.console.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that all parts share: the vectors that are searched, and where their index is kept. */
final class CorpusOptions {
    @Option(names = "--dimension", paramLabel = "N", description = "of the vectors")
    private int dimension = 256;

    @Option(names = "--queries", paramLabel = "N", description = "different queries")
    private int queries = 1_000;

    @Option(names = "--seed", paramLabel = "N", description = "of the vectors and queries")
    private long seed = 42;

    @Nullable
    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "keeps the indexes for the next run; without it they are built anew, in a temporary folder")
    private Path folder;

    /** A folder that goes with the benchmark, unless it was given. */
    record Place(Path path, Optional<Scratch> temporary) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            if (temporary.isPresent()) {
                temporary.get().close();
            }
        }
    }

    /** @throws OperatorException without SIMD, where a search takes two to three times as long */
    Place place() throws IOException {
        if (!SimdSupport.available()) {
            throw new OperatorException(
                    "Lucene runs without SIMD here: start the benchmark with ./semblance, or --add-modules jdk.incubator.vector");
        }
        if (folder == null) {
            Scratch scratch = Scratch.create();
            return new Place(scratch.path(), Optional.of(scratch));
        }
        return new Place(Files.createDirectories(folder).toAbsolutePath(), Optional.empty());
    }

    int dimension() {
        if (dimension < 4 || dimension > 1024) {
            throw new OperatorException("--dimension is 4 to 1024, not " + dimension);
        }
        return dimension;
    }

    CorpusIndex open(Place place, int documents, Console console) throws IOException {
        if (documents < 1_000) {
            throw new OperatorException("--documents is 1000 or more, not " + documents);
        }
        return CorpusIndex.open(place.path(), new CorpusIndex.Recipe(documents, dimension(), queries, seed), console);
    }
}
