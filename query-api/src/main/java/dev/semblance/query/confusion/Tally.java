package dev.semblance.query.confusion;

/** What is counted of the records that came in. */
enum Tally {
    /** Labels, repeated ones as well. */
    LABELS,
    /** Labels that took the place of another one. */
    CORRECTED,
    /** Labels that waited in vain for their match. */
    UNMATCHED
}
