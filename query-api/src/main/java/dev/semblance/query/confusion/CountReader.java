package dev.semblance.query.confusion;

import dev.semblance.core.evaluation.ConfusionMatrix;
import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.monitoring.DistanceHistogram;
import dev.semblance.messaging.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads what {@link Counting} has counted. */
final class CountReader {
    private CountReader() {}

    /** Adds up the slices of a window, as it was at an instant. */
    static WindowCounts read(ReadOnlyKeyValueStore<Bytes, Long> counts, Series series, Window window, Instant at) {
        Sum sum = new Sum();
        Window.Span span = window.at(at);
        for (long slice : window.slices(span)) {
            Bytes prefix = CountKey.prefix(window, slice, series);
            try (KeyValueIterator<Bytes, Long> all = counts.range(prefix, Bytes.increment(prefix))) {
                all.forEachRemaining(count -> sum.add(CountKey.parse(count.key, prefix.get().length), count.value));
            }
        }
        return new WindowCounts(
                series,
                window,
                span,
                sum.matches,
                Math.min(sum.noMatch, sum.matches), // counting goes on between two reads
                new ConfusionMatrix(sum.cells),
                DistanceHistogram.of(sum.distances));
    }

    private static final class Sum {
        private final Map<Cell, Long> cells = new HashMap<>();
        private final long[] distances = new long[DistanceHistogram.BINS];
        private long matches;
        private long noMatch;

        void add(CountKey key, long count) {
            switch (key) {
                case CountKey.Matches all -> matches += count;
                case CountKey.NoMatch refused -> noMatch += count;
                case CountKey.Distance(int bin) -> distances[bin] += count;
                case CountKey.Confusion(Cell cell) -> cells.merge(cell, count, Long::sum);
            }
        }
    }

    /** The newest matches of a pair of classes, the newest first. */
    static List<MatchDecision> examples(ReadOnlyKeyValueStore<Bytes, byte[]> examples, Series series, Cell cell) {
        Bytes pair = ExampleKey.pair(series, cell);
        List<MatchDecision> newest = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = examples.range(pair, Bytes.increment(pair))) {
            all.forEachRemaining(example -> newest.add(EventType.MATCH_MADE.decode(example.value)));
        }
        return newest;
    }

    /** All series that have been counted. */
    static Set<Series> series(ReadOnlyKeyValueStore<Bytes, Long> counts) {
        Set<Series> series = new HashSet<>();
        Bytes from = CountKey.slice(Window.ALL, 0);
        Bytes end = CountKey.slice(Window.ALL, 1);
        while (true) {
            try (KeyValueIterator<Bytes, Long> rest = counts.range(from, end)) {
                if (!rest.hasNext()) {
                    return series;
                }
                KeyValue<Bytes, Long> first = rest.next();
                Series found = CountKey.series(first.key);
                series.add(found);
                from = Bytes.increment(CountKey.prefix(Window.ALL, 0, found)); // what a series has is passed over
            }
        }
    }
}
