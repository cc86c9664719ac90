package dev.semblance.trainer.training;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One point of a run's curves.
 *
 * @param epoch from 1
 * @param steps since the start of the run
 * @param seconds of training since the start of the run
 * @param learningRate at its end
 * @param loss mean over the epoch's batches
 * @param validationLoss mean over batches of held-out images
 * @param millisPerStep mean over the epoch
 * @param imagesPerSecond mean over the epoch
 * @param metrics on held-out images, by name, sorted; empty where they were not looked at
 */
public record Epoch(
        int epoch,
        long steps,
        double seconds,
        double learningRate,
        double loss,
        double validationLoss,
        double millisPerStep,
        double imagesPerSecond,
        Map<String, Double> metrics) {
    public Epoch {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }
}
