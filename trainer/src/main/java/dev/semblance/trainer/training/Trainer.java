package dev.semblance.trainer.training;

import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.BadModelException;
import dev.semblance.core.model.Lineage;
import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.Weights;
import dev.semblance.core.store.Sha256;
import dev.semblance.trainer.augmentation.AugmentationSpec;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.PreparedImages;
import dev.semblance.trainer.sampling.Batch;
import dev.semblance.trainer.sampling.BatchLoader;
import dev.semblance.trainer.sampling.LoadPlan;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a network and judges it on images that it has never seen, through the very code that will serve it. Nothing
 * that is live is touched.
 */
public final class Trainer {
    /** Name of the metric that the best epoch is chosen by. */
    public static final String RECALL_AT_1 = "recall@1";

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Hex digits of the weights' digest that tell apart versions of the same second. */
    private static final int DIGEST_DIGITS = 8;

    private static final int MAX_LOADERS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    private final TrainingPlan plan;
    private final Hardware hardware;
    private final Clock clock;
    private final TrainingListener listener;

    /**
     * Makes a trainer for one plan.
     *
     * @param clock names the version
     * @throws OperatorException if the device is not there, or the network cannot learn in the precision
     */
    public Trainer(TrainingPlan plan, Clock clock, TrainingListener listener) {
        this.plan = plan;
        this.hardware = Hardware.choose(plan);
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Trains, or goes on with the run that the folder holds, and judges the best epoch with the test images.
     *
     * @param model name of the model that this becomes a version of
     * @param given TorchScript module to go on from, if the network stands on one
     * @throws OperatorException if training fails, the module is no backbone, or the folder's run is another one
     * @throws CancellationException as the listener throws it; the run can be gone on with
     */
    public TrainedModel train(String model, TrainingInput input, Weights given, RunFolder folder) {
        Sha256 data = input.training().images().fingerprint();
        Optional<Checkpoint> from = folder.checkpoint();
        from.ifPresent(checkpoint -> requireSame(checkpoint, data));
        Hardware used = from.map(this::goingOn).orElse(hardware);
        Instant started = folder.startedAt().orElseGet(clock::instant);
        Map<String, String> planned = planned(used);
        folder.describe(description(model, input, data, started, planned));
        TrainingRun run;
        Weights weights;
        try (Learner learner = learner(input.spec(), given, used, from);
                BatchLoader batches = batches(input.training(), firstBatch(from))) {
            run = new TrainingRun(
                    plan,
                    data,
                    used.precision(),
                    learner,
                    validation(input),
                    input.forValidation(plan.judging()),
                    folder,
                    from,
                    listener);
            weights = run.run(batches);
        }
        NetworkSpec network = plan.network().on(weights);
        SortedMap<String, Double> metrics;
        try (Embedder embedder = Embedder.load(network, input.spec(), weights, used.first())) {
            metrics = new HeldOutJudge(embedder, Distance.COSINE, listener).judge(input.forTest());
        }
        folder.finish(metrics);
        metrics.putAll(summary(run.epochs().getLast()));
        ModelVersion version = version(model, started, weights);
        return new TrainedModel(
                new ModelDescription(
                        version,
                        network,
                        input.spec(),
                        plan.loss().distance(),
                        input.training().images().classes(),
                        metrics,
                        lineage(input.training().images(), data, planned)),
                weights);
    }

    private void requireSame(Checkpoint checkpoint, Sha256 data) {
        if (!checkpoint.plan().equals(plan.fingerprint())) {
            throw new OperatorException("the run was started with other settings; go on with the ones in its folder");
        }
        if (!checkpoint.data().equals(data)) {
            throw new OperatorException("the run was started on other images; go on with the ones it began with");
        }
    }

    /** A run begun elsewhere goes on as it began, even where another precision is faster. */
    private Hardware goingOn(Checkpoint checkpoint) {
        if (checkpoint.precision() != hardware.precision()) {
            LOG.info(
                    "learning in {}: the run began in it",
                    checkpoint.precision().spelled());
        }
        return hardware.in(checkpoint.precision());
    }

    private Learner learner(InputSpec input, Weights given, Hardware used, Optional<Checkpoint> from) {
        if (from.isEmpty()) {
            try {
                return Learner.begin(plan, input, given, used);
            } catch (BadModelException e) {
                throw new OperatorException("cannot train on the backbone: " + e.getMessage(), e);
            }
        }
        Checkpoint checkpoint = from.get();
        try {
            DataInputStream state = new DataInputStream(new ByteArrayInputStream(checkpoint.learner()));
            return Learner.resume(plan, input, checkpoint.weights(), state, used);
        } catch (BadModelException | IOException e) {
            throw new OperatorException(
                    "cannot go on with the run: its checkpoint is of no use (" + e.getMessage() + ")", e);
        }
    }

    private static long firstBatch(Optional<Checkpoint> from) {
        return from.map(checkpoint -> checkpoint.position().steps()).orElse(0L);
    }

    private BatchLoader batches(PreparedImages training, long first) {
        return new BatchLoader(
                plan.batches().sampler(training.pixels().labels(), plan.budget().stepsPerEpoch(), plan.seed()),
                training.pixels(),
                plan.augmentation().augmentation(),
                LoadPlan.of(plan.seed()).startingAt(first).withThreads(loaders()));
    }

    /** One for each two processors: images that stay on disk are decoded by them. The batches are the same. */
    private static int loaders() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MAX_LOADERS);
    }

    /** The same class-balanced batches in every epoch, so that losses compare. */
    private List<Batch> validation(TrainingInput input) {
        BatchSpec spec = new BatchSpec(
                BatchSpec.Sampling.CLASS_BALANCED,
                plan.batches().classes(),
                plan.batches().examplesPerClass());
        int count = plan.judging().validationBatches();
        List<Batch> batches = new ArrayList<>(count);
        try (BatchLoader loader = new BatchLoader(
                spec.sampler(input.calibration().pixels().labels(), count, plan.seed()),
                input.calibration().pixels(),
                AugmentationSpec.NONE.augmentation(),
                LoadPlan.of(plan.seed()))) {
            for (int i = 0; i < count; i++) {
                batches.add(loader.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("training was broken off");
        }
        return batches;
    }

    private Map<String, Object> description(
            String model, TrainingInput input, Sha256 data, Instant started, Map<String, String> planned) {
        Map<String, Object> run = new LinkedHashMap<>();
        Dataset images = input.training().images();
        run.put("model", model);
        run.put(RunFolder.STARTED_AT, started.toString());
        run.put("codeVersion", codeVersion());
        run.put("plan", planned);
        run.put("data", Map.of("name", images.name(), "images", images.size(), "sha256", data.hex()));
        run.put("classes", images.classes());
        run.put("input", input.spec());
        return run;
    }

    private Map<String, String> planned(Hardware used) {
        Map<String, String> values = plan.description();
        values.put(TrainingPlan.PRECISION, used.precision().spelled());
        return values;
    }

    private static Map<String, Double> summary(Epoch last) {
        return Map.of(
                "loss", last.loss(),
                "steps", (double) last.steps(),
                "seconds", last.seconds(),
                "images-per-second", last.imagesPerSecond());
    }

    /** By the start of the run, so that a run which is gone on with after its end publishes the same again. */
    private static ModelVersion version(String model, Instant started, Weights weights) {
        byte[] learned = weights.parameters().or(weights::module).orElseThrow();
        String digest = Sha256.of(learned).hex();
        return new ModelVersion(model, TIMESTAMP.format(started) + "-" + digest.substring(0, DIGEST_DIGITS));
    }

    private static String codeVersion() {
        return Optional.ofNullable(Trainer.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    private Lineage lineage(Dataset images, Sha256 data, Map<String, String> planned) {
        return new Lineage(images.name(), data.hex(), codeVersion(), plan.seed(), planned);
    }
}
