package dev.semblance.trainer.training;

import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.embedding.NoEmbeddingException;
import dev.semblance.core.model.Precision;
import dev.semblance.core.model.Weights;
import dev.semblance.core.store.Sha256;
import dev.semblance.trainer.sampling.Batch;
import dev.semblance.trainer.sampling.BatchLoader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * The steps of one run, epoch by epoch. An epoch ends with a look at held-out images, a point on the curves and a
 * checkpoint; so does an interruption with a checkpoint.
 */
final class TrainingRun {
    private final TrainingPlan plan;
    private final Sha256 data;
    private final Precision precision;
    private final Learner learner;
    private final List<Batch> validation;
    private final List<HeldOutPart> heldOut;
    private final RunFolder folder;
    private final TrainingListener listener;
    private final Stopwatch stopwatch;
    private final List<Epoch> epochs;
    private Optional<Checkpoint.Best> best;
    private long steps;
    /** Over the epoch under way. */
    private double lossSum;

    /**
     * Begins a run, or goes on with one.
     *
     * @param validation batches for the validation loss
     * @param heldOut what to look at after each epoch
     */
    TrainingRun(
            TrainingPlan plan,
            Sha256 data,
            Precision precision,
            Learner learner,
            List<Batch> validation,
            List<HeldOutPart> heldOut,
            RunFolder folder,
            Optional<Checkpoint> from,
            TrainingListener listener) {
        this.plan = plan;
        this.data = data;
        this.precision = precision;
        this.learner = learner;
        this.validation = List.copyOf(validation);
        this.heldOut = List.copyOf(heldOut);
        this.folder = folder;
        this.listener = listener;
        Checkpoint.Position position = from.map(Checkpoint::position).orElse(Checkpoint.Position.START);
        this.stopwatch = new Stopwatch(Duration.ofNanos(position.nanos()));
        this.epochs = new ArrayList<>(position.epochs());
        this.best = from.flatMap(Checkpoint::best);
        this.steps = position.steps();
        this.lossSum = position.lossSum();
    }

    /**
     * Learns until the budget is spent or patience runs out.
     *
     * @param batches from the first one that has not been learned from
     * @return the weights of the best epoch
     */
    Weights run(BatchLoader batches) {
        try {
            while (!isOver()) {
                epoch(batches);
            }
        } catch (CancellationException e) {
            stopwatch.stop();
            boolean interrupted = Thread.interrupted(); // else the files would close
            save(); // between two steps: nothing is half done
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            throw e;
        }
        return best.orElseThrow().weights();
    }

    List<Epoch> epochs() {
        return List.copyOf(epochs);
    }

    /** Not before an epoch has been looked at: a run that goes on with a shorter budget may have none yet. */
    private boolean isOver() {
        return best.isPresent() && stepsOfEpoch() == 0 && (isSpent() || isOutOfPatience());
    }

    private boolean isSpent() {
        return progress() >= 1;
    }

    private double progress() {
        return plan.budget().progress(steps, stopwatch.elapsed());
    }

    /** Steps of the epoch under way; the last epoch may have ended before its time. */
    private long stepsOfEpoch() {
        return steps - (epochs.isEmpty() ? 0 : epochs.getLast().steps());
    }

    /** Asked only where there has been a look, and true only right after one. */
    private boolean isOutOfPatience() {
        int patience = plan.judging().patience();
        return patience > 0
                && recall(epochs.getLast()).isPresent()
                && epochs.getLast().epoch() - lastGain() >= patience;
    }

    /** The epoch that first was as good as the best: those that only equal it are no gain. */
    private int lastGain() {
        double most = best.orElseThrow().recall();
        return epochs.stream()
                .filter(epoch -> recall(epoch).filter(recall -> recall >= most).isPresent())
                .findFirst()
                .orElseThrow()
                .epoch();
    }

    /** Empty for an epoch without a look. */
    private static Optional<Double> recall(Epoch epoch) {
        return Optional.ofNullable(epoch.metrics().get(Trainer.RECALL_AT_1));
    }

    private void epoch(BatchLoader batches) {
        StepMeter meter = new StepMeter();
        stopwatch.start();
        while (stepsOfEpoch() == 0 || (stepsOfEpoch() < plan.budget().stepsPerEpoch() && !isSpent())) {
            Batch batch = next(batches);
            float loss = learner.learn(batch, rate());
            steps++;
            lossSum += loss;
            meter.step(batch.size());
            listener.step(steps);
            if (meter.isReportDue()) {
                listener.training(progress(loss, meter.sinceReport()));
            }
        }
        stopwatch.stop();
        end(batches.batchSize());
    }

    /** Learning rate of the next step. */
    private double rate() {
        return plan.optimizer().learningRate() * plan.optimizer().schedule().factor(progress());
    }

    private static Batch next(BatchLoader batches) {
        try {
            return batches.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("training was broken off");
        }
    }

    private TrainingProgress progress(double loss, StepMeter.Speed speed) {
        return new TrainingProgress(
                progress(),
                stopwatch.elapsed(),
                epochs.size() + 1,
                steps,
                stepsOfEpoch(),
                loss,
                speed.millisPerStep(),
                speed.imagesPerSecond());
    }

    /** @param batchSize images in each batch */
    private void end(int batchSize) {
        int number = epochs.size() + 1;
        double seconds = stopwatch.elapsed().toNanos() / 1e9;
        double ofEpoch = seconds - (epochs.isEmpty() ? 0 : epochs.getLast().seconds());
        Weights learned = learner.weights();
        boolean looks = number % plan.judging().everyEpochs() == 0 || isSpent();
        SortedMap<String, Double> metrics = looks ? look() : new TreeMap<>();
        Epoch epoch = new Epoch(
                number,
                steps,
                seconds,
                rate(),
                lossSum / stepsOfEpoch(),
                validationLoss(),
                1e3 * ofEpoch / stepsOfEpoch(),
                stepsOfEpoch() * batchSize / ofEpoch,
                metrics);
        epochs.add(epoch);
        lossSum = 0;
        recall(epoch)
                .filter(recall -> best.isEmpty() || recall >= best.get().recall())
                .ifPresent(recall -> best = Optional.of(new Checkpoint.Best(number, recall, learned)));
        save();
        listener.epoch(epoch);
    }

    private SortedMap<String, Double> look() {
        try (Embedder embedder = learner.embedder()) {
            return new HeldOutJudge(embedder, Distance.COSINE, listener).judge(heldOut);
        } catch (NoEmbeddingException e) {
            throw new OperatorException(
                    "training has failed: " + e.getMessage() + "; lower the learning rate or look for broken images",
                    e);
        }
    }

    private double validationLoss() {
        return validation.stream().mapToDouble(learner::judge).average().orElse(Double.NaN);
    }

    private void save() {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        try {
            learner.saveState(new DataOutputStream(state));
        } catch (IOException e) {
            throw new IllegalStateException("memory takes all that is written to it", e);
        }
        Checkpoint.Position position =
                new Checkpoint.Position(steps, stopwatch.elapsed().toNanos(), lossSum, epochs);
        folder.save(new Checkpoint(
                plan.fingerprint(), data, precision, position, best, learner.weights(), state.toByteArray()));
    }
}
