package dev.semblance.query;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.DocumentFilter;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.NearestQuery;
import dev.semblance.core.index.Neighbour;
import dev.semblance.core.index.SearchMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What the approximate search misses: the share of the true k nearest that it finds, for queries that were asked
 * lately, or, if there were none, for labelled images of the index. Safe for use by several threads.
 */
final class AnnRecall {
    private final Admission admission;
    private final RecentQueries recent;

    AnnRecall(Admission admission, RecentQueries recent) {
        this.admission = admission;
        this.recent = recent;
    }

    /** Where the queries came from. */
    enum Source {
        RECENT_QUERIES,
        INDEX
    }

    /**
     * A measurement.
     *
     * @param recall share of the true neighbours that was found, 0 to 1
     * @param lowest of any query
     * @param queries how many
     * @param source where they came from
     */
    record Result(double recall, double lowest, int queries, Source source) {}

    /** @throws ProblemException if there is nothing to ask */
    Result measure(LiveView view, RecallRequest request) {
        List<Embedding> asked = new ArrayList<>(recent.of(view.model().version()));
        Source source = asked.isEmpty() ? Source.INDEX : Source.RECENT_QUERIES;
        if (asked.isEmpty()) {
            view.snapshot().labelledSample(request.sample(), request.seed()).stream()
                    .map(IndexedImage::embedding)
                    .forEach(asked::add);
        }
        if (asked.isEmpty() || view.snapshot().documents() == 0) {
            throw new ProblemException(
                    ProblemType.NO_LABELS, "there were no queries lately, and there is no labelled image to ask for");
        }
        return measure(view, request, asked, source, () -> {});
    }

    /**
     * The same for nothing but queries that were asked lately, and only while nobody has to wait for it.
     *
     * @return empty if there were no queries
     * @throws ProblemException if the node is busy, or gets busy meanwhile
     */
    Optional<Result> measureAside(LiveView view, RecallRequest request) {
        List<Embedding> asked = new ArrayList<>(recent.of(view.model().version()));
        if (asked.isEmpty() || view.snapshot().documents() == 0) {
            return Optional.empty();
        }
        return Optional.of(measure(view, request, asked, Source.RECENT_QUERIES, admission::requireSpare));
    }

    private Result measure(
            LiveView view, RecallRequest request, List<Embedding> asked, Source source, Runnable beforeEach) {
        Collections.shuffle(asked, new Random(request.seed()));
        double sum = 0;
        double lowest = 1;
        List<Embedding> drawn = asked.subList(0, Math.min(request.sample(), asked.size()));
        for (Embedding query : drawn) {
            beforeEach.run();
            double found = recall(view, query, request);
            sum += found;
            lowest = Math.min(lowest, found);
        }
        return new Result(sum / drawn.size(), lowest, drawn.size(), source);
    }

    /**
     * A neighbour that is as near as the k-th of the truth counts: which of several equally near ones come is chance.
     */
    private double recall(LiveView view, Embedding query, RecallRequest request) {
        List<Neighbour> truth = ask(view, query, request.k(), new SearchMode.Exact());
        List<Neighbour> found = ask(view, query, request.k(), request.mode());
        float farthest = truth.getLast().distance();
        long right = found.stream()
                .filter(neighbour -> neighbour.distance() <= farthest)
                .count();
        return (double) right / truth.size();
    }

    private List<Neighbour> ask(LiveView view, Embedding query, int k, SearchMode mode) {
        NearestQuery asked = new NearestQuery(query, k, mode, DocumentFilter.NONE);
        return admission.onCore(() -> view.snapshot().nearest(asked));
    }
}
