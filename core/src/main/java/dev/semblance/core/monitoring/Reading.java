package dev.semblance.core.monitoring;

import java.util.Optional;

/**
 * What a rule looks at, once.
 *
 * @param value the larger the worse
 * @param samples how many queries it is about
 * @param significant whether chance explains it badly; always, where the rule does no test
 * @param label the class that it is about, where it is about one
 */
public record Reading(double value, long samples, boolean significant, Optional<String> label) {
    public Reading {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a reading is a finite number, not " + value);
        }
    }
}
