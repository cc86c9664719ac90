package dev.semblance.core.evaluation;

import dev.semblance.core.distance.Embedding;

/** An embedded image of a known class. */
public record LabelledEmbedding(String label, Embedding embedding) {}
