package dev.semblance.indexer;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexSweep;
import dev.semblance.core.index.Retention;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.messaging.EventFollower;
import dev.semblance.messaging.EventType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes index files that nobody needs, now and then. It watches the announcements, so it knows which commits readers
 * may still be about to open: those that were replaced within the grace time. What was replaced before it started it
 * does not know, and therefore removes nothing until the grace time has passed.
 */
public final class IndexSweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexSweeper.class);

    private final IndexSweep sweep;
    private final Retention retention;
    private final Duration interval;
    private final InstantSource clock;

    // What follows is touched by the follower's thread alone.
    private final Map<ModelVersion, Announced> announced = new HashMap<>();
    private Instant next;

    private final EventFollower follower;

    /** The newest commit of a version, and those that it has replaced lately. */
    private static final class Announced {
        private IndexCommit newest;
        private final Deque<Replaced> replaced = new ArrayDeque<>();

        Announced(IndexCommit first) {
            newest = first;
        }
    }

    private record Replaced(IndexCommit commit, Instant at) {}

    private IndexSweeper(
            String bootstrap, ObjectStore store, Retention retention, Duration interval, InstantSource clock) {
        this.sweep = new IndexSweep(store, retention, clock);
        this.retention = retention;
        this.interval = interval;
        this.clock = clock;
        this.next = clock.instant().plus(retention.grace());
        this.follower = EventFollower.builder()
                .on(EventType.INDEX_COMMITTED, this::learn)
                .afterEachPoll(this::sweepWhenDue)
                .build("index-sweeper", bootstrap);
    }

    /**
     * Starts to watch all indexes in a store. One for a store is enough; two do no harm.
     *
     * @param interval from the end of a sweep to the next
     */
    public static IndexSweeper start(
            String bootstrap, ObjectStore store, Retention retention, Duration interval, InstantSource clock) {
        IndexSweeper sweeper = new IndexSweeper(bootstrap, store, retention, interval, clock);
        sweeper.follower.start();
        return sweeper;
    }

    private void learn(IndexCommit commit) {
        Announced known = announced.get(commit.version());
        if (known == null) {
            announced.put(commit.version(), new Announced(commit));
            return;
        }
        known.replaced.add(new Replaced(known.newest, clock.instant()));
        known.newest = commit;
    }

    private void sweepWhenDue() {
        if (clock.instant().isBefore(next)) {
            return;
        }
        announced.values().forEach(this::sweep);
        next = clock.instant().plus(interval);
    }

    private void sweep(Announced known) {
        Instant youngest = clock.instant().minus(retention.grace());
        known.replaced.removeIf(one -> one.at().isBefore(youngest));
        try {
            IndexSweep.Plan plan = sweep.plan(
                    known.newest, known.replaced.stream().map(Replaced::commit).toList());
            sweep.carryOut(plan);
            LOG.debug(
                    "swept {}: {} files of {} bytes removed, {} kept",
                    known.newest.version(),
                    plan.superfluous().size(),
                    plan.bytes(),
                    plan.kept());
        } catch (IOException e) {
            LOG.warn("cannot sweep the index of {}; trying again: {}", known.newest.version(), e.toString());
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
