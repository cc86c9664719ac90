package dev.semblance.standalone.demo;

import dev.semblance.core.evaluation.Recall;
import dev.semblance.core.evaluation.RetrievalMetrics;
import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.console.Progress;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LabelledImage;
import dev.semblance.trainer.data.Splits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Looks up images that are neither in the index nor in the training data, and tells how often the nearest is of their
 * class.
 */
final class HeldOutLookups {
    private static final int SHOWN = 5;
    private static final int K = 5;

    private final QueryClient client;
    private final Console console;
    private final ShutdownSignal signal;

    HeldOutLookups(QueryClient client, Console console, ShutdownSignal signal) {
        this.client = client;
        this.console = console;
        this.signal = signal;
    }

    void run(Splits splits, int atMost) throws IOException, InterruptedException {
        Dataset queries = splits.test().limitedTo(atMost);
        List<LabelledQuery> ranked = new ArrayList<>();
        List<Long> micros = new ArrayList<>();
        for (LabelledImage query : queries.images().subList(0, Math.min(SHOWN, queries.size()))) {
            show(query, look(query, ranked, micros));
        }
        try (Progress progress = console.progress("      looking up", "images", queries.size())) {
            for (LabelledImage query : queries.images().subList(ranked.size(), queries.size())) {
                signal.throwIfCome();
                look(query, ranked, micros);
                progress.update(ranked.size(), "");
            }
        }
        RetrievalMetrics metrics = new RetrievalMetrics(ranked);
        long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
        console.line(
                "      recall@1 %.3f, recall@%d %.3f over %d held-out images (chance: %.3f); a lookup took %.1f ms (median)",
                metrics.micro(Recall.at(1)),
                K,
                metrics.micro(Recall.at(K)),
                ranked.size(),
                1.0 / splits.training().classes().size(),
                sorted[sorted.length / 2] / 1e3);
    }

    private QueryClient.Answer look(LabelledImage query, List<LabelledQuery> ranked, List<Long> micros)
            throws IOException, InterruptedException {
        byte[] image = query.encoded();
        long start = System.nanoTime();
        QueryClient.Answer answer = client.lookup(image, Demo.mediaType(image), K);
        micros.add((System.nanoTime() - start) / 1_000);
        ranked.add(new LabelledQuery(
                query.label(),
                answer.neighbours().stream()
                        .map(neighbour ->
                                new LabelledNeighbour(String.valueOf(neighbour.label()), neighbour.distance()))
                        .toList()));
        return answer;
    }

    private void show(LabelledImage query, QueryClient.Answer answer) {
        console.line(
                "      %-12s is like  %s",
                query.label(),
                answer.neighbours().stream()
                        .map(neighbour ->
                                String.format(Locale.ROOT, "%s (%.3f)", neighbour.label(), neighbour.distance()))
                        .collect(Collectors.joining(", ")));
    }
}
