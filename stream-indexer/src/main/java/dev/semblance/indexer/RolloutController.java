package dev.semblance.indexer;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Rollout;
import dev.semblance.messaging.EventFollower;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a job for each new version of one model and makes the newest one live once it has caught up: once its index
 * holds all that lay on the image topic when its job was started. One that finds nothing there does not replace one
 * that has. All it knows it has from the topics and from the cluster, so a new controller goes on where the last one
 * stopped. It never gives up: a cluster that is away is waited for, and a job that has failed or got lost is started
 * again.
 */
public final class RolloutController implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutController.class);
    private static final String NAME = "rollout-controller";

    private final String model;
    private final Topics topics;
    private final EventSender sender;
    private final Clock clock;

    // What follows is touched by the follower's thread alone.
    private final JobKeeper keeper;
    private final PartitionWatch watch;
    private final Map<ModelVersion, PublishedModel> models = new LinkedHashMap<>();
    private final Map<ModelVersion, IndexCommit> commits = new HashMap<>();
    private Rollout rollout;
    private @Nullable Backlog backlog;
    private boolean caughtUpOnce;
    private Optional<String> toldFault = Optional.empty();

    private final EventFollower follower;

    /** What a candidate has to index before it may go live. */
    private record Backlog(ModelVersion version, Map<Integer, Long> nextOffsets) {
        boolean isDone(@Nullable IndexCommit commit) {
            return commit != null
                    && nextOffsets.entrySet().stream()
                            .allMatch(next -> commit.nextOffset(next.getKey()) >= next.getValue());
        }
    }

    private RolloutController(String model, String bootstrap, Topics topics, IndexJobs jobs, Clock clock) {
        this.model = model;
        this.topics = topics;
        this.keeper = new JobKeeper(jobs, System::nanoTime);
        this.watch = new PartitionWatch(() -> topics.partitions(Topic.IMAGES), System::nanoTime);
        this.clock = clock;
        this.rollout = new Rollout(
                model, Optional.empty(), Optional.empty(), Optional.empty(), "nothing yet", NAME, Instant.EPOCH);
        this.sender = new EventSender(bootstrap);
        this.follower = EventFollower.builder()
                .on(EventType.MODEL_PUBLISHED, this::learn)
                .on(EventType.INDEX_COMMITTED, commit -> commits.put(commit.version(), commit))
                .on(EventType.ROLLOUT_CHANGED, this::learn)
                .afterEachPoll(this::step)
                .build(NAME, bootstrap);
    }

    /** Starts to control the versions of one model. */
    public static RolloutController start(String model, String bootstrap, Topics topics, IndexJobs jobs, Clock clock) {
        topics.require(Topic.IMAGES, Topic.MODELS, Topic.INDEX_COMMITS, Topic.ROLLOUTS, Topic.DEAD_LETTERS);
        RolloutController controller = new RolloutController(model, bootstrap, topics, jobs, clock);
        controller.follower.start();
        return controller;
    }

    private void learn(PublishedModel published) {
        if (published.version().model().equals(model)) {
            models.putIfAbsent(published.version(), published);
        }
    }

    private void learn(Rollout changed) {
        // Our own announcements come back after we may have taken another step; only what is newer counts.
        if (changed.model().equals(model) && changed.changedAt().isAfter(rollout.changedAt())) {
            rollout = changed;
        }
    }

    /** Takes the one next step, if there is one to take. */
    private void step() {
        if (!caughtUpOnce && !follower.hasCaughtUp()) {
            return;
        }
        caughtUpOnce = true;
        newest().filter(version -> !rollout.live().equals(Optional.of(version))).ifPresent(this::rollOut);
        keeper.keep(wanted(), Set.copyOf(models.keySet())).ifPresent(this::tellFaults);
    }

    private Optional<ModelVersion> newest() {
        return models.keySet().stream().reduce((first, second) -> second);
    }

    private void rollOut(ModelVersion version) {
        if (backlog == null || !backlog.version().equals(version)) {
            Backlog next = new Backlog(version, topics.nextRecordOffsets(Topic.IMAGES));
            announce(rollout.live(), Optional.of(version), rollout.previous(), "version was published");
            backlog = next;
        }
        if (backlog.isDone(commits.get(version)) && !wouldEmpty(version)) {
            announce(
                    Optional.of(version),
                    Optional.empty(),
                    rollout.live(),
                    "version has caught up with the image topic");
            backlog = null;
        }
    }

    /** As where producers have sent no images but embeddings of another version. */
    private boolean wouldEmpty(ModelVersion version) {
        return documents(Optional.of(version)) == 0 && documents(rollout.live()) > 0;
    }

    /** Why a candidate that has caught up does not go live. */
    private Optional<String> emptyCandidate() {
        return Optional.ofNullable(backlog)
                .filter(candidate -> candidate.isDone(commits.get(candidate.version())))
                .map(candidate -> "version " + candidate.version()
                        + " can embed no image on the topic, so the live one stays; the dead letters say why");
    }

    private long documents(Optional<ModelVersion> version) {
        return version.map(commits::get).map(IndexCommit::documents).orElse(0L);
    }

    /**
     * The live version and the newest one. One that was overtaken before it went live is not finished, and one that was
     * replaced is no longer kept up to date.
     */
    private List<JobKeeper.Wanted> wanted() {
        return Stream.concat(rollout.live().stream(), newest().stream())
                .distinct()
                .flatMap(version -> Optional.ofNullable(models.get(version)).stream())
                .map(this::wanted)
                .toList();
    }

    private JobKeeper.Wanted wanted(PublishedModel published) {
        IndexCommit last = commits.get(published.version());
        return new JobKeeper.Wanted(published, last == null ? 0 : last.generation());
    }

    /** In the log, and on the rollout topic for whoever looks there. */
    private void tellFaults(Set<RunningJob> running) {
        Optional<String> fault = keeper.fault().or(() -> watch.fault(running)).or(this::emptyCandidate);
        if (fault.isPresent() && !fault.equals(toldFault)) {
            LOG.error("{}", fault.get());
        }
        toldFault = fault;
        fault.filter(text -> !text.equals(rollout.reason()))
                .ifPresent(text -> announce(rollout.live(), rollout.candidate(), rollout.previous(), text));
    }

    private void announce(
            Optional<ModelVersion> live,
            Optional<ModelVersion> candidate,
            Optional<ModelVersion> previous,
            String reason) {
        Rollout changed = new Rollout(model, live, candidate, previous, reason, NAME, clock.instant());
        sender.send(EventType.ROLLOUT_CHANGED, changed);
        // Not before: what could not be sent is to be tried again.
        rollout = changed;
        LOG.info("rollout of {}: live {}, candidate {} ({})", model, live, candidate, reason);
    }

    @Override
    public void close() {
        follower.close();
        sender.close();
    }
}
