package dev.semblance.core.model;

import java.util.Map;

/**
 * What a model version was made from.
 *
 * @param data name of the training data; of an imported model the name of its file
 * @param dataFingerprint SHA-256 over the training images and labels, in lower-case hex; of an imported model of its
 *     file
 * @param codeVersion version of Semblance that trained or imported it
 * @param seed of the run
 * @param training how it was trained: settings by name
 */
public record Lineage(
        String data, String dataFingerprint, String codeVersion, long seed, Map<String, String> training) {
    public Lineage {
        training = Map.copyOf(training);
    }
}
