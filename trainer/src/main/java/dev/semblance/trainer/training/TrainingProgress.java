package dev.semblance.trainer.training;

import java.time.Duration;

/**
 * How far a run has come.
 *
 * @param elapsed since the first step
 * @param budget when it will end
 * @param steps done
 * @param loss of the last batch
 * @param imagesPerSecond trained on since the first step
 */
public record TrainingProgress(Duration elapsed, Duration budget, int steps, double loss, double imagesPerSecond) {}
