package dev.semblance.query.confusion;

/** What is counted of the records that came in. It is state like the rest: a restart loses none of it. */
public enum Tally {
    /** Matches. */
    MATCHES,
    /** Labels, repeated ones as well. */
    LABELS,
    /** Labels that took the place of another one. */
    CORRECTED,
    /** Labels that waited in vain for their match. */
    UNMATCHED
}
