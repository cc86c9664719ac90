package dev.semblance.core.model;

/**
 * What a model version was made from.
 *
 * @param data name of the training data
 * @param dataFingerprint SHA-256 over the training images and labels, in lower-case hex
 * @param codeVersion version of Semblance that trained it
 * @param seed of the run
 */
public record Lineage(String data, String dataFingerprint, String codeVersion, long seed) {}
