package dev.semblance.query.confusion;

import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.monitoring.DistanceHistogram;
import dev.semblance.query.confusion.Counted.Begun;
import dev.semblance.query.confusion.Counted.Ceased;
import dev.semblance.query.confusion.Counted.Relabelled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Counts, for each window in slices of event time. A slice is kept for the length of its window and the time that
 * labels may take; what comes for one that has gone counts in the longer windows alone. Counts that have become 0 are
 * removed, so the state is bounded by the pairs of classes that occur, not by how many matches there are.
 *
 * <p>Beside them the newest matches of each pair of classes, for people to look at.
 */
final class Counting extends ContextualProcessor<String, Counted, Void, Void> {
    static final String COUNTS = "confusion-counts";
    static final String EXAMPLES = "confusion-examples";

    private static final Duration CLEARING = Duration.ofSeconds(30);

    private final ConfusionSettings settings;
    private KeyValueStore<Bytes, Long> counts;
    private Examples examples;

    @SuppressWarnings("NullAway.Init") // the stores come with init
    Counting(ConfusionSettings settings) {
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        counts = context.getStateStore(COUNTS);
        examples = new Examples(context.getStateStore(EXAMPLES), settings.examples());
        context.schedule(CLEARING, PunctuationType.WALL_CLOCK_TIME, now -> clear());
    }

    @Override
    public void process(Record<String, Counted> record) {
        switch (record.value()) {
            case Begun(MatchDecision decision) -> {
                change(decision, counted(decision), 1);
                decision.actual().ifPresent(actual -> examples.add(decision, actual));
            }
            case Ceased(MatchDecision decision) -> {
                change(decision, counted(decision), -1);
                decision.actual().ifPresent(actual -> examples.remove(decision, actual));
            }
            case Relabelled(MatchDecision decision, Optional<String> before) -> {
                before.ifPresent(earlier -> {
                    change(decision, List.of(confusion(decision, earlier)), -1);
                    examples.remove(decision, earlier);
                });
                decision.actual().ifPresent(actual -> {
                    change(decision, List.of(confusion(decision, actual)), 1);
                    examples.add(decision, actual);
                });
            }
        }
    }

    private void change(MatchDecision decision, List<CountKey> counted, long change) {
        Series series = Series.of(decision);
        for (Window window : settings.windows()) {
            long slice = window.slice(decision.madeAt());
            if (slice >= oldest(window)) {
                Bytes prefix = CountKey.prefix(window, slice, series);
                counted.forEach(key -> add(key.under(prefix), change));
            }
        }
    }

    private static CountKey confusion(MatchDecision decision, String actual) {
        return new CountKey.Confusion(new Cell(actual, decision.predicted()));
    }

    private static List<CountKey> counted(MatchDecision decision) {
        List<CountKey> counted = new ArrayList<>();
        counted.add(new CountKey.Matches());
        if (decision.predicted().isEmpty()) {
            counted.add(new CountKey.NoMatch());
        }
        decision.match()
                .map(Match::distance)
                .ifPresent(distance -> counted.add(new CountKey.Distance(DistanceHistogram.bin(distance))));
        decision.actual().ifPresent(actual -> counted.add(confusion(decision, actual)));
        return counted;
    }

    private void add(Bytes key, long change) {
        Long before = counts.get(key);
        long now = (before == null ? 0 : before) + change;
        if (now <= 0) { // below 0 only where the slice had gone before the match ceased to count
            counts.delete(key);
        } else {
            counts.put(key, now);
        }
    }

    /** Begin of the oldest slice that is kept, in ms. */
    private long oldest(Window window) {
        return window.isAll()
                ? 0
                : Math.max(
                        0,
                        context().currentStreamTimeMs()
                                - window.millis()
                                - settings.retention().toMillis());
    }

    private void clear() {
        for (Window window : settings.windows()) {
            List<Bytes> old = new ArrayList<>();
            try (KeyValueIterator<Bytes, Long> oldestFirst =
                    counts.range(CountKey.slice(window, 0), CountKey.slice(window, oldest(window)))) {
                oldestFirst.forEachRemaining(count -> old.add(count.key));
            }
            old.forEach(counts::delete);
        }
    }
}
