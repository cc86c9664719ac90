package dev.semblance.query.confusion;

import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.messaging.EventType;
import java.util.LinkedHashMap;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The newest matches of each pair of classes. The keys of pairs that were used lately are at hand: to look for the
 * oldest match of a pair in the store is to pass over all that have been removed behind it, which are ever more.
 */
final class Examples {
    private static final int PAIRS_AT_HAND = 1_000;

    private final KeyValueStore<Bytes, byte[]> store;
    private final int most;
    private final LinkedHashMap<Bytes, NavigableSet<Bytes>> atHand = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Of an empty or a filled store.
     *
     * @param most of a pair
     */
    Examples(KeyValueStore<Bytes, byte[]> store, int most) {
        this.store = store;
        this.most = most;
    }

    /** The match of a query that is of this class; if it is old, it may not be kept. */
    void add(MatchDecision decision, String actual) {
        Bytes pair = pair(decision, actual);
        NavigableSet<Bytes> newestFirst = keys(pair);
        Bytes example = ExampleKey.of(pair, decision);
        newestFirst.add(example);
        store.put(example, EventType.MATCH_MADE.encode(decision));
        while (newestFirst.size() > most) {
            store.delete(newestFirst.removeLast());
        }
    }

    /** The query is of another class, or has another match. */
    void remove(MatchDecision decision, String actual) {
        Bytes pair = pair(decision, actual);
        Bytes example = ExampleKey.of(pair, decision);
        store.delete(example);
        NavigableSet<Bytes> known = atHand.get(pair);
        if (known != null) {
            known.remove(example);
        }
    }

    private static Bytes pair(MatchDecision decision, String actual) {
        return ExampleKey.pair(Series.of(decision), new Cell(actual, decision.predicted()));
    }

    private NavigableSet<Bytes> keys(Bytes pair) {
        NavigableSet<Bytes> known = atHand.get(pair);
        if (known != null) {
            return known;
        }
        if (atHand.size() >= PAIRS_AT_HAND) {
            atHand.pollFirstEntry();
        }
        NavigableSet<Bytes> keys = new TreeSet<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.range(pair, Bytes.increment(pair))) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> example = all.next();
                keys.add(example.key);
            }
        }
        atHand.put(pair, keys);
        return keys;
    }
}
