package dev.semblance.trainer.training;

import ai.djl.Device;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.embedding.DeviceChoice;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.Lineage;
import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.store.Sha256;
import dev.semblance.trainer.data.Splits;
import dev.semblance.trainer.sampling.ClassBalancedSampler;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a network for a given time and judges it on images that it has never seen, through the very code that will
 * serve it.
 */
public final class Trainer {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Hex digits of the parameters' digest that tell apart versions of the same second. */
    private static final int DIGEST_DIGITS = 8;

    private final TrainingPlan plan;
    private final Clock clock;
    private final TrainingListener listener;

    /**
     * Makes a trainer for one plan.
     *
     * @param clock names the version
     */
    public Trainer(TrainingPlan plan, Clock clock, TrainingListener listener) {
        this.plan = plan;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Trains on the training part, judges with the test part against the stream part.
     *
     * @param model name of the model that this becomes a version of
     * @throws dev.semblance.core.OperatorException if the device is not there or training fails
     */
    public TrainedModel train(String model, Splits splits) {
        Device device = DeviceChoice.choose(plan.device());
        NetworkSpec network = new NetworkSpec(NetworkArchitecture.SMALL_CONVNET, plan.dimension());
        TrainingImages images = TrainingImages.read(splits.training(), listener);
        InputSpec input = images.input();
        Map<String, Double> metrics = new HashMap<>();
        byte[] parameters;
        try (Learner learner = new Learner(network, input, device, plan.seed())) {
            TrainingProgress end = learn(learner, images);
            metrics.put("loss", end.loss());
            metrics.put("steps", (double) end.steps());
            metrics.put("seconds", end.elapsed().toMillis() / 1e3);
            metrics.put("images-per-second", end.imagesPerSecond());
            parameters = learner.parameters();
        }
        try (Embedder embedder = Embedder.load(network, input, parameters, device)) {
            metrics.putAll(new HeldOutRetrieval(embedder, listener).judge(splits));
        }
        return new TrainedModel(
                new ModelDescription(
                        version(model, parameters),
                        network,
                        input,
                        Distance.COSINE,
                        splits.training().classes(),
                        metrics,
                        lineage(splits)),
                parameters);
    }

    private TrainingProgress learn(Learner learner, TrainingImages images) {
        ClassBalancedSampler sampler =
                new ClassBalancedSampler(images.labels(), plan.classesPerBatch(), plan.examplesPerClass(), plan.seed());
        RandomShift shift = new RandomShift(images.input(), plan.seed());
        Duration budget = plan.budget();
        ProgressClock time = new ProgressClock(budget);
        for (int step = 1; ; step++) {
            int[] positions = sampler.next();
            float loss = learner.learn(
                    images.batch(positions, shift), images.labels(positions), plan.learningRate() * time.rate());
            TrainingProgress progress = time.progress(step, loss, sampler.batchSize());
            if (progress.elapsed().compareTo(budget) >= 0) {
                listener.training(progress);
                return progress;
            }
            if (time.isReportDue()) {
                listener.training(progress);
            }
        }
    }

    private ModelVersion version(String model, byte[] parameters) {
        String digest = Sha256.of(parameters).hex().substring(0, DIGEST_DIGITS);
        return new ModelVersion(model, TIMESTAMP.format(clock.instant()) + "-" + digest);
    }

    private Lineage lineage(Splits splits) {
        String codeVersion = Optional.ofNullable(Trainer.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new Lineage(
                splits.training().name(), splits.training().fingerprint().hex(), codeVersion, plan.seed());
    }
}
