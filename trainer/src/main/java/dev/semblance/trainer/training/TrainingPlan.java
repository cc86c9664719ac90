package dev.semblance.trainer.training;

import dev.semblance.core.OperatorException;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.store.Sha256;
import dev.semblance.trainer.augmentation.AugmentationSpec;
import dev.semblance.trainer.loss.LossSpec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How to train.
 *
 * @param network that learns
 * @param batches that it learns from
 * @param augmentation of their images
 * @param loss that is made small
 * @param optimizer that makes it small
 * @param budget when to end
 * @param judging when to look at held-out images, and what follows from it
 * @param seed of weights, batches and augmentation
 * @param device {@code auto}, {@code cpu}, {@code gpu}, {@code gpu:N} or several of these
 * @param precision that convolutions are computed in while learning
 */
public record TrainingPlan(
        NetworkSpec network,
        BatchSpec batches,
        AugmentationSpec augmentation,
        LossSpec loss,
        OptimizerSpec optimizer,
        Budget budget,
        JudgingSpec judging,
        long seed,
        String device,
        PrecisionChoice.Wanted precision) {
    static final String PRECISION = "precision";

    public TrainingPlan {
        if (batches.sampling() == BatchSpec.Sampling.SINGLE_SHOT && augmentation.equals(AugmentationSpec.NONE)) {
            throw new OperatorException("views of one image that do not differ teach nothing; with single-shot"
                    + " sampling choose an augmentation");
        }
        if (!loss.distance().isOrderedLikeCosine()) {
            throw new OperatorException("an index finds by cosine, which orders neighbours differently from "
                    + loss.distance() + "; choose another distance for the loss");
        }
    }

    /** The same plan for another time or number of steps. */
    public TrainingPlan withBudget(Budget other) {
        return new TrainingPlan(
                network, batches, augmentation, loss, optimizer, other, judging, seed, device, precision);
    }

    /** The same plan for another network. */
    public TrainingPlan withNetwork(NetworkSpec other) {
        return new TrainingPlan(
                other, batches, augmentation, loss, optimizer, budget, judging, seed, device, precision);
    }

    /**
     * The plan by name, as manifests and run folders carry it; these say in place of the precision that is asked for
     * the one that was found.
     */
    public Map<String, String> description() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("network", network.toString());
        values.put("batches", batches.toString());
        values.put("augmentation", augmentation.toString());
        values.put("loss", loss.toString());
        values.put("optimizer", optimizer.toString());
        values.put("steps-per-epoch", Integer.toString(budget.stepsPerEpoch()));
        values.put("budget", budget.toString());
        values.put("judging", judging.toString());
        values.put("seed", Long.toString(seed));
        values.put("device", device);
        values.put(PRECISION, precision.name().toLowerCase(Locale.ROOT));
        return values;
    }

    /**
     * Tells apart plans that do not lead to the same steps. What they are computed on does not count; nor does the end
     * of a run whose learning rate is fixed, so that it can be gone on with for longer.
     */
    Sha256 fingerprint() {
        boolean endCounts = optimizer.schedule().shape() != Schedule.Shape.FIXED;
        String lines = description().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("device"))
                .filter(entry -> endCounts || !entry.getKey().equals("budget"))
                .map(Map.Entry::toString)
                .collect(Collectors.joining("\n"));
        return Sha256.of(lines.getBytes(StandardCharsets.UTF_8));
    }
}
