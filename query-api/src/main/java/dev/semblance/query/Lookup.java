package dev.semblance.query;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.NearestQuery;
import dev.semblance.core.index.Neighbour;
import dev.semblance.core.index.SearchMode;
import dev.semblance.core.model.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Answers "what is this like?" from one view. Safe for use by several threads. */
final class Lookup {
    private final Points points;
    private final Admission admission;
    private final RecentQueries recent;

    Lookup(Points points, Admission admission, RecentQueries recent) {
        this.points = points;
        this.admission = admission;
        this.recent = recent;
    }

    /**
     * An answer.
     *
     * @param version model version that computed it
     * @param commit commit that it was searched in
     * @param exact whether every image was compared with
     * @param results neighbours of each query, nearest first
     * @param times what it took
     */
    record Answer(
            ModelVersion version, IndexCommit commit, boolean exact, List<List<Neighbour>> results, Times times) {}

    /** Time that steps took, of all queries of a request together. */
    record Times(Duration decoding, Duration embedding, Duration search) {}

    /** @throws ProblemException if a query cannot be compared with the index */
    Answer answer(LiveView view, LookupRequest request) {
        Points.Embedded embedded = points.embed(view, request.queries());
        long start = System.nanoTime();
        List<List<Neighbour>> results = new ArrayList<>(request.queries().size());
        for (int i = 0; i < request.queries().size(); i++) {
            NearestQuery query = request.search()
                    .from(request.queries().get(i), embedded.embeddings().get(i));
            results.add(admission.onCore(() -> view.snapshot().nearest(query)));
        }
        Duration search = Duration.ofNanos(System.nanoTime() - start);
        recent.add(view.model().version(), embedded.embeddings());
        return new Answer(
                view.model().version(),
                view.snapshot().commit(),
                !(request.search().mode() instanceof SearchMode.Approximate),
                results,
                new Times(embedded.decoding(), embedded.embedding(), search));
    }
}
