package dev.semblance.query;

import dev.semblance.core.embedding.DeviceChoice;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexFollower;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Rollout;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.messaging.EventFollower;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest commit of the live version open. Model, commit and rollout events may come in any order; whenever
 * they make a new pair of (model version, commit) that can be opened, the view is swapped as a whole. What cannot be
 * opened leaves the old view serving and is tried again.
 */
final class LiveIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveIndex.class);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);

    private final QuerySettings settings;
    private final Clock clock;
    private final ModelStore models;
    private final ObjectStore indexStore;
    private final ServiceMetrics metrics;
    private final AtomicReference<@Nullable LiveView> current = new AtomicReference<>();
    private final Lock swapping = new ReentrantLock();
    private final Condition swapped = swapping.newCondition();

    // What follows is touched by the follower's thread alone.
    private final Map<ModelVersion, PublishedModel> published = new HashMap<>();
    private final Map<ModelVersion, IndexCommit> commits = new HashMap<>();
    private Optional<ModelVersion> live = Optional.empty();
    private @Nullable IndexFollower follower;
    private Instant notBefore = Instant.EPOCH;

    private final EventFollower events;

    LiveIndex(QuerySettings settings, Clock clock, ServiceMetrics metrics) {
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
        models = new ModelStore(settings.modelStore().open(), clock);
        indexStore = settings.indexStore().open();
        try (Topics topics = new Topics(settings.bootstrap())) {
            topics.require(
                    Topic.MODELS,
                    Topic.INDEX_COMMITS,
                    Topic.ROLLOUTS,
                    Topic.CALIBRATIONS,
                    Topic.MATCHES,
                    Topic.LABELS,
                    Topic.ALERTS);
        }
        events = EventFollower.builder()
                .on(EventType.MODEL_PUBLISHED, model -> published.put(model.version(), model))
                .on(EventType.INDEX_COMMITTED, this::learn)
                .on(EventType.ROLLOUT_CHANGED, this::learn)
                .afterEachPoll(this::refresh)
                .build("live-index", settings.bootstrap());
        events.start();
    }

    /** The view to answer from; empty before the first one is open. The caller closes it. */
    Optional<LiveView> view() {
        while (true) {
            LiveView view = current.get();
            if (view == null) {
                return Optional.empty();
            }
            if (view.tryRetain()) {
                return Optional.of(view);
            }
            // Freed between the two lines above: another one has taken its place.
        }
    }

    /**
     * The first view that holds certain records. The caller closes it.
     *
     * @param atMost how long to wait for one
     * @return empty if none came in time, or nothing is live
     */
    Optional<LiveView> viewHolding(ReadPosition position, Duration atMost) {
        long nanos = atMost.toNanos();
        swapping.lock();
        try {
            while (true) {
                Optional<LiveView> view = view();
                if (view.isEmpty() || position.isIn(view.get().snapshot().commit())) {
                    return view;
                }
                view.get().close();
                if (nanos <= 0) {
                    return Optional.empty();
                }
                nanos = swapped.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            swapping.unlock();
        }
    }

    private void learn(Rollout rollout) {
        if (rollout.model().equals(settings.model())) {
            live = rollout.live();
        }
    }

    /**
     * A commit that holds less than one of the same build before it comes from a writer whose successor is at work:
     * what was announced is never taken back.
     */
    private void learn(IndexCommit commit) {
        IndexCommit last = commits.get(commit.version());
        if (last != null && isStale(commit, last)) {
            metrics.passedOver();
            LOG.warn(
                    "passing over checkpoint {} of {}, attempt {}: it holds less than checkpoint {}",
                    commit.checkpointId(),
                    commit.version(),
                    commit.attempt(),
                    last.checkpointId());
            return;
        }
        commits.put(commit.version(), commit);
    }

    private static boolean isStale(IndexCommit commit, IndexCommit last) {
        return commit.generation() == last.generation()
                ? !holdsAsMuch(commit, last)
                : commit.generation() < last.generation();
    }

    private void refresh() {
        LiveView serving = current.get();
        if (serving == null && !events.hasCaughtUp()) {
            return; // on its way through the history, it would answer from commits long past
        }
        if (live.isEmpty() || clock.instant().isBefore(notBefore)) {
            return;
        }
        PublishedModel model = published.get(live.get());
        IndexCommit commit = commits.get(live.get());
        if (model == null
                || commit == null
                || (serving != null && !replaces(commit, serving.snapshot().commit()))) {
            return;
        }
        IndexFollower before = follower;
        try {
            swap(open(model, commit, serving));
            if (before != null && before != follower) {
                before.forget();
            }
        } catch (IOException | RuntimeException e) {
            notBefore = clock.instant().plus(PAUSE_AFTER_FAULT);
            metrics.refusedCommit();
            LOG.error(
                    "cannot open checkpoint {} of {}; serving on from the last commit: {}",
                    commit.checkpointId(),
                    model.version(),
                    e.toString());
        }
    }

    /**
     * An index that is being built anew begins empty; the old build serves until the new one holds as much, so that
     * nothing that was announced is ever taken back.
     */
    static boolean replaces(IndexCommit commit, IndexCommit serving) {
        if (!commit.version().equals(serving.version()) || commit.generation() == serving.generation()) {
            return !commit.equals(serving);
        }
        return holdsAsMuch(commit, serving);
    }

    static boolean holdsAsMuch(IndexCommit commit, IndexCommit other) {
        return other.shards().stream().allMatch(shard -> commit.nextOffset(shard.shard()) >= shard.nextOffset());
    }

    private LiveView open(PublishedModel model, IndexCommit commit, @Nullable LiveView serving) throws IOException {
        boolean sameModel = serving != null && serving.model().version().equals(model.version());
        IndexFollower next = follower != null && sameModel
                ? follower
                : new IndexFollower(
                        indexStore, settings.cache().resolve(model.version().key()));
        LoadedModel loaded = sameModel && serving != null ? serving.loadedModel() : load(model);
        loaded.retain();
        try {
            LiveView view = new LiveView(loaded, next.open(commit));
            follower = next;
            return view;
        } finally {
            loaded.release(); // unloads it where no view has come of it: the next try would load it once more
        }
    }

    private LoadedModel load(PublishedModel model) throws IOException {
        return new LoadedModel(model, Embedder.load(model, models, DeviceChoice.choose(settings.device())));
    }

    private void swap(LiveView next) {
        LiveView last = replace(next);
        metrics.opened(next.snapshot());
        if (last == null || !last.model().version().equals(next.model().version())) {
            LOG.info(
                    "{} is live from checkpoint {}",
                    next.model().version(),
                    next.snapshot().commit().checkpointId());
        }
        if (last != null) {
            last.close();
        }
    }

    private @Nullable LiveView replace(@Nullable LiveView next) {
        swapping.lock();
        try {
            LiveView last = current.getAndSet(next);
            swapped.signalAll();
            return last;
        } finally {
            swapping.unlock();
        }
    }

    @Override
    public void close() {
        events.close();
        LiveView last = replace(null);
        if (last != null) {
            last.close();
        }
    }
}
