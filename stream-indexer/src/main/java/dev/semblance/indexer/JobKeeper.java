package dev.semblance.indexer;

import dev.semblance.core.OperatorException;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.PublishedModel;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a cluster to run the jobs that are wanted, again and again: a job that has ended is started anew, after a
 * pause that grows while it does not stay up, and a cluster that has gone is waited for. For one thread.
 */
final class JobKeeper {
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A job that has been up for so long is taken to be well. */
    static final Duration PROVEN = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(JobKeeper.class);

    private final IndexJobs jobs;
    private final LongSupplier nanoTime;
    private final Map<ModelVersion, Start> starts = new HashMap<>();
    private boolean looked;
    private long lastLook;
    private boolean away;

    /**
     * A job that shall run.
     *
     * @param lastGeneration as {@link IndexJobs#start} wants it
     */
    record Wanted(PublishedModel model, long lastGeneration) {
        ModelVersion version() {
            return model.version();
        }
    }

    /**
     * The last start of a job, or the last attempt.
     *
     * @param nanos when it was
     * @param pause time until the next one
     * @param fault what went wrong, null if nothing did
     */
    private record Start(
            long nanos, Duration pause, @Nullable String fault) {}

    /**
     * A keeper.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    JobKeeper(IndexJobs jobs, LongSupplier nanoTime) {
        this.jobs = jobs;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes a look at the cluster, if the last one was not just now, and starts and stops what has to be.
     *
     * @param wanted what shall run
     * @param known versions that may be stopped if they are not wanted; others belong to somebody else
     * @return the jobs of known versions that run; empty if this was no time to look, or the cluster is away
     */
    Optional<Set<RunningJob>> keep(Collection<Wanted> wanted, Set<ModelVersion> known) {
        long now = nanoTime.getAsLong();
        if (looked && now - lastLook < BETWEEN_LOOKS.toNanos()) {
            return Optional.empty();
        }
        looked = true;
        lastLook = now;
        try {
            Set<RunningJob> running = jobs.running().stream()
                    .filter(job -> known.contains(job.version()))
                    .collect(Collectors.toSet());
            noteAnswer();
            stopUnwanted(wanted, running);
            startMissing(wanted, running, now);
            return Optional.of(running);
        } catch (ClusterAwayException e) {
            noteAway(e);
            return Optional.empty();
        }
    }

    /** What an operator has to mend before a version that is wanted can be started. */
    Optional<String> fault() {
        return starts.values().stream()
                .map(Start::fault)
                .filter(Objects::nonNull)
                .sorted()
                .findFirst();
    }

    private void stopUnwanted(Collection<Wanted> wanted, Set<RunningJob> running) {
        List<ModelVersion> stay = wanted.stream().map(Wanted::version).toList();
        starts.keySet().retainAll(stay);
        running.stream()
                .map(RunningJob::version)
                .filter(version -> !stay.contains(version))
                .forEach(jobs::stop);
    }

    private void startMissing(Collection<Wanted> wanted, Set<RunningJob> running, long now) {
        Set<ModelVersion> up = running.stream().map(RunningJob::version).collect(Collectors.toSet());
        for (Wanted each : wanted) {
            Start last = starts.get(each.version());
            if (up.contains(each.version())) {
                noteUp(each.version(), last, now);
            } else if (last == null || now - last.nanos() >= last.pause().toNanos()) {
                start(each, last, now);
            }
        }
    }

    /** From here on a job that is missing has been lost: there is a start to compare with, and no pause to wait for. */
    private void noteUp(ModelVersion version, @Nullable Start last, long now) {
        if (last == null || now - last.nanos() >= PROVEN.toNanos()) {
            starts.put(version, new Start(now - PROVEN.toNanos(), Duration.ZERO, null));
        }
    }

    private void start(Wanted wanted, @Nullable Start last, long now) {
        Duration pause = last == null || last.pause().isZero() ? FIRST_PAUSE : longer(last.pause());
        if (last != null && last.fault() == null) {
            LOG.warn("the index job of {} has failed or is gone from the cluster; starting it again", wanted.version());
        }
        // Before the attempt, for one that fails counts too.
        starts.put(wanted.version(), new Start(now, pause, null));
        try {
            jobs.start(wanted.model(), wanted.lastGeneration());
        } catch (OperatorException e) {
            starts.put(wanted.version(), new Start(now, pause, e.getMessage()));
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private void noteAnswer() {
        if (away) {
            LOG.info("the Flink cluster answers again");
        }
        away = false;
    }

    private void noteAway(ClusterAwayException fault) {
        if (!away) {
            LOG.warn("the Flink cluster does not answer, and is asked again every second: {}", fault.getMessage());
        }
        away = true;
    }
}
