package dev.semblance.benchmarks.faults;

import java.util.Optional;

/**
 * A record that is to be sent.
 *
 * @param kind what it does
 * @param id image id
 * @param value the record's value; empty to delete
 */
record Event(Kind kind, String id, Optional<byte[]> value) {
    /** What events do; the names are part of the JSON output. */
    enum Kind {
        /** A new image. */
        PUT,
        /** Another image under a known id. */
        UPDATE,
        /** The same image under a known id, with another label. */
        RELABEL,
        /** A known id goes. */
        DELETE,
        /** What cannot be decoded. */
        BAD
    }
}
