package dev.semblance.core.calibration;

/**
 * What a calibration was made with.
 *
 * @param source where the queries came from
 * @param queries how many there were
 * @param seed that they were drawn with; 0 where they were given
 */
public record CalibrationSample(Source source, int queries, long seed) {
    /** Where labelled queries come from. */
    public enum Source {
        /** Drawn from the index; each asked for what is like it without itself. */
        INDEX,
        /** Given by the caller. */
        GIVEN
    }
}
