package dev.semblance.indexer;

import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.store.Sha256;
import dev.semblance.indexer.IndexJobPlans.Plan;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexing jobs on a Flink cluster. The cluster alone knows which jobs run: nothing is remembered here, so this process
 * and the cluster may each be started again without the other.
 */
public final class FlinkCluster implements IndexJobs, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlinkCluster.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int JOB_ID_DIGITS = 32;

    private final ClusterClient<?> client;
    private final IndexJobPlans plans;
    private final List<Path> jars;
    private final Runnable closing;

    /**
     * Jobs on a cluster.
     *
     * @param jars what is sent along with a job
     * @param closing ends what was started for this, after the client
     */
    FlinkCluster(ClusterClient<?> client, IndexJobPlans plans, List<Path> jars, Runnable closing) {
        this.client = client;
        this.plans = plans;
        this.jars = List.copyOf(jars);
        this.closing = closing;
    }

    /** Address of Flink's web page. */
    public URI webInterface() {
        return URI.create(client.getWebInterfaceURL());
    }

    @Override
    public void start(PublishedModel model, long lastGeneration) {
        Plan plan = plans.plan(model, lastGeneration);
        Optional<JobStatusMessage> lastEnded = lastEnded(model.version());
        lastEnded.filter(job -> job.getJobState() == JobStatus.FAILED).ifPresent(this::tellWhyItFailed);
        plan.graph().setJobID(jobId(plan, lastEnded));
        jars.forEach(jar -> plan.graph().addJar(new org.apache.flink.core.fs.Path(jar.toUri())));
        submit(plan);
        LOG.info("index job of {} started, generation {}, from {}", model.version(), plan.generation(), plan.origin());
    }

    private void tellWhyItFailed(JobStatusMessage job) {
        await(client.requestJobResult(job.getJobId()))
                .getSerializedThrowable()
                .ifPresent(fault -> LOG.warn("job '{}' had failed: {}", job.getJobName(), reason(fault)));
    }

    private void submit(Plan plan) {
        try {
            await(client.submitJob(plan.graph()));
        } catch (ClusterAwayException e) {
            if (!String.valueOf(e.getMessage()).contains("DuplicateJobSubmissionException") || isRunning(plan)) {
                throw e;
            }
            // The cluster remembers an id for longer than it lists the job.
            plan.graph().setJobID(new JobID());
            await(client.submitJob(plan.graph()));
        }
    }

    private boolean isRunning(Plan plan) {
        return list().stream()
                .anyMatch(job -> job.getJobId().equals(plan.graph().getJobID()) && !hasEnded(job));
    }

    /**
     * The same for all who would start the same job at the same time, of which the cluster takes the first: a
     * submission whose answer was lost, or a second controller, does not become a second job.
     */
    private static JobID jobId(Plan plan, Optional<JobStatusMessage> lastEnded) {
        // A cluster takes an id once, so the job after one that has failed needs another.
        String before = lastEnded.map(job -> job.getJobId().toString()).orElse("none");
        String start =
                String.join("\n", plan.graph().getName(), plan.origin(), Long.toString(plan.generation()), before);
        String digest = Sha256.of(start.getBytes(StandardCharsets.UTF_8)).hex();
        return JobID.fromHexString(digest.substring(0, JOB_ID_DIGITS));
    }

    private Optional<JobStatusMessage> lastEnded(ModelVersion version) {
        return list().stream()
                .filter(job -> isOf(version, job) && hasEnded(job))
                .max(Comparator.comparingLong(JobStatusMessage::getStartTime));
    }

    @Override
    public void stop(ModelVersion version) {
        for (JobStatusMessage job : list()) {
            if (isOf(version, job) && !hasEnded(job) && job.getJobState() != JobStatus.CANCELLING) {
                await(client.cancel(job.getJobId()));
                LOG.info("index job of {} stopped", version);
            }
        }
    }

    @Override
    public Set<RunningJob> running() {
        return list().stream()
                .filter(job -> !hasEnded(job))
                .flatMap(job -> RunningJob.ofName(job.getJobName()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isOf(ModelVersion version, JobStatusMessage job) {
        Optional<RunningJob> ours = RunningJob.ofName(job.getJobName());
        return ours.isPresent() && ours.get().version().equals(version);
    }

    private static boolean hasEnded(JobStatusMessage job) {
        return job.getJobState().isGloballyTerminalState();
    }

    private Collection<JobStatusMessage> list() {
        try {
            return await(client.listJobs());
        } catch (ClusterAwayException e) {
            throw e;
        } catch (Exception e) {
            throw new ClusterAwayException("Flink: " + e, e);
        }
    }

    private <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Flink", e);
        } catch (TimeoutException e) {
            throw new ClusterAwayException("Flink has not answered for " + PATIENCE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new ClusterAwayException("Flink: " + reason(e), e);
        }
    }

    /** One line: some of Flink's messages hold the stack trace of the other side. */
    private static String reason(Throwable fault) {
        Throwable cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage() == null ? cause : cause.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("at "))
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        client.close();
        closing.run();
    }
}
