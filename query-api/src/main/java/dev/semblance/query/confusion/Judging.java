package dev.semblance.query.confusion;

import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.messaging.EventType;
import dev.semblance.query.confusion.Arrival.Labelled;
import dev.semblance.query.confusion.Arrival.Matched;
import dev.semblance.query.confusion.Arrival.Unreadable;
import dev.semblance.query.confusion.Counted.Begun;
import dev.semblance.query.confusion.Counted.Ceased;
import dev.semblance.query.confusion.Counted.Relabelled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Joins matches and labels of one query id, in whichever order they come and come again:
 *
 * <ol>
 *   <li>A match is kept for the time that its label may take, and counts at once, with the label that is known by then.
 *   <li>A label for a match that is there: from then on the match counts with the label. The same label once more
 *       changes nothing, so that records which come twice do no harm.
 *   <li>A label for a query that nobody knows waits for its match. One that has waited too long is counted as unmatched
 *       and dropped.
 *   <li>A second match of a query id takes the place of the first, and its label unless it brings one itself.
 * </ol>
 *
 * <p>The state: matches by query id, labels that wait by query id, and for both of them when they go, by time. What is
 * there at a time depends on how many queries there are within {@link ConfusionSettings#retention}, and lies on disk.
 */
final class Judging extends ContextualProcessor<String, Arrival, String, Counted> {
    static final String MATCHES = "matches-by-query";
    static final String WAITING = "labels-without-match";
    static final String ENDS = "ends-of-both";

    /** In one step, of each kind: a step holds them in memory, and holds up what comes in. */
    static final int CLEARED_AT_ONCE = 10_000;

    private static final Duration CLEARING = Duration.ofSeconds(1);
    private static final byte[] NOTHING = {};

    private final ConfusionSettings settings;
    private final Tallies tallies;
    private KeyValueStore<String, byte[]> matches;
    private KeyValueStore<String, byte[]> waiting;
    private KeyValueStore<Bytes, byte[]> ends;

    /**
     * What ends. The time of a match is that of its topic, as old records may be read again; a label waits by the
     * clock.
     */
    enum Kind {
        MATCH(0),
        WAITING_LABEL(1);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }
    }

    @SuppressWarnings("NullAway.Init") // the stores come with init
    Judging(ConfusionSettings settings, Tallies tallies) {
        this.settings = settings;
        this.tallies = tallies;
    }

    @Override
    public void init(ProcessorContext<String, Counted> context) {
        super.init(context);
        matches = context.getStateStore(MATCHES);
        waiting = context.getStateStore(WAITING);
        ends = context.getStateStore(ENDS);
        context.schedule(CLEARING, PunctuationType.WALL_CLOCK_TIME, this::clear);
    }

    @Override
    public void process(Record<String, Arrival> record) {
        switch (record.value()) {
            case Matched(MatchDecision decision) -> matched(record, decision);
            case Labelled(ConfirmedLabel label) -> labelled(record, label);
            case Unreadable unreadable -> throw new IllegalStateException("unreadable records go elsewhere");
        }
    }

    private void matched(Record<String, Arrival> record, MatchDecision decision) {
        Optional<MatchDecision> before = match(decision.queryId());
        if (before.filter(earlier -> isSame(earlier, decision)).isPresent()) {
            return; // the same once more; the label may have been corrected since
        }
        MatchDecision now =
                knownLabel(decision, before).map(decision::withActual).orElse(decision);
        before.ifPresent(earlier -> {
            ends.delete(end(Kind.MATCH, earlier.madeAt().toEpochMilli(), earlier.queryId()));
            forward(record, new Ceased(earlier));
        });
        keep(now);
        ends.put(end(Kind.MATCH, now.madeAt().toEpochMilli(), now.queryId()), NOTHING);
        forward(record, new Begun(now));
    }

    private static boolean isSame(MatchDecision one, MatchDecision other) {
        return one.withActual("").equals(other.withActual(""));
    }

    /** A label that waited for the answer to be made known is newer than what the caller said when asking. */
    private Optional<String> knownLabel(MatchDecision decision, Optional<MatchDecision> before) {
        byte[] label = waiting.get(decision.queryId()); // seldom there, and to delete is to write, there or not
        if (label != null) {
            waiting.delete(decision.queryId());
            ConfirmedLabel confirmed = EventType.LABEL_CONFIRMED.decode(label);
            ends.delete(end(Kind.WAITING_LABEL, confirmed.confirmedAt().toEpochMilli(), decision.queryId()));
            return Optional.of(confirmed.label());
        }
        return decision.actual().or(() -> before.flatMap(MatchDecision::actual));
    }

    private void labelled(Record<String, Arrival> record, ConfirmedLabel label) {
        tallies.add(Tally.LABELS);
        Optional<MatchDecision> known = match(label.queryId());
        if (known.isEmpty()) {
            hold(label);
            return;
        }
        MatchDecision before = known.get();
        if (before.actual().equals(Optional.of(label.label()))) {
            return;
        }
        if (before.actual().isPresent()) {
            tallies.add(Tally.CORRECTED);
        }
        MatchDecision now = before.withActual(label.label());
        keep(now);
        forward(record, new Relabelled(now, before.actual()));
    }

    /** Waits from now on, whatever time it says. */
    private void hold(ConfirmedLabel label) {
        byte[] earlier = waiting.get(label.queryId());
        if (earlier != null) {
            long since = EventType.LABEL_CONFIRMED.decode(earlier).confirmedAt().toEpochMilli();
            ends.delete(end(Kind.WAITING_LABEL, since, label.queryId()));
        }
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        ConfirmedLabel held = new ConfirmedLabel(label.queryId(), label.label(), label.source(), now);
        waiting.put(label.queryId(), EventType.LABEL_CONFIRMED.encode(held));
        ends.put(end(Kind.WAITING_LABEL, now.toEpochMilli(), label.queryId()), NOTHING);
    }

    private Optional<MatchDecision> match(String queryId) {
        return Optional.ofNullable(matches.get(queryId)).map(EventType.MATCH_MADE::decode);
    }

    private void keep(MatchDecision decision) {
        matches.put(decision.queryId(), EventType.MATCH_MADE.encode(decision));
    }

    private void forward(Record<String, Arrival> record, Counted counted) {
        context().forward(record.withKey(Series.of(counted.decision()).key()).withValue(counted));
    }

    private void clear(long now) {
        for (String queryId : takeEnded(
                Kind.MATCH,
                context().currentStreamTimeMs() - settings.retention().toMillis())) {
            matches.delete(queryId);
        }
        for (String queryId :
                takeEnded(Kind.WAITING_LABEL, now - settings.early().toMillis())) {
            waiting.delete(queryId);
            tallies.add(Tally.UNMATCHED);
        }
    }

    private List<String> takeEnded(Kind kind, long before) {
        if (before <= 0) {
            return List.of();
        }
        List<Bytes> ended = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> oldest = ends.range(end(kind, 0, ""), end(kind, before, ""))) {
            while (oldest.hasNext() && ended.size() < CLEARED_AT_ONCE) {
                KeyValue<Bytes, byte[]> end = oldest.next();
                ended.add(end.key);
            }
        }
        ended.forEach(ends::delete);
        return ended.stream().map(Judging::queryId).toList();
    }

    /** Sorts by kind, then by time. */
    static Bytes end(Kind kind, long millis, String queryId) {
        byte[] id = queryId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(1 + Long.BYTES + id.length)
                .put(kind.code)
                .putLong(millis)
                .put(id)
                .array());
    }

    private static String queryId(Bytes end) {
        byte[] bytes = end.get();
        return new String(bytes, 1 + Long.BYTES, bytes.length - 1 - Long.BYTES, StandardCharsets.UTF_8);
    }
}
