package dev.semblance.standalone.verify;

/**
 * Something that an index and its topic do not agree on.
 *
 * @param kind of difference
 * @param where the shard and the image id, offset or file
 * @param what for people: what was found and what was expected
 */
public record Difference(Kind kind, String where, String what) {
    /** Kinds of differences; the names are part of the JSON output. */
    public enum Kind {
        /** An image of the topic that is not in the index. */
        MISSING,
        /** A document whose image the topic does not have. */
        EXTRA,
        /** Several documents of one image. */
        DOUBLED,
        /** Another vector than the model gives. */
        VECTOR,
        /** Another label than the newest record has. */
        LABEL,
        /** Other attributes than the newest record has. */
        ATTRIBUTES,
        /** Another number of documents than was announced. */
        COUNT,
        /** An offset that the topic or Lucene's commit contradicts. */
        OFFSET,
        /** A record that cannot be indexed and is not among the dead letters. */
        DEAD_LETTER_LOST,
        /** A record that is among the dead letters more than once. */
        DEAD_LETTER_REPEATED,
        /** A dead letter of a record that can be indexed. */
        DEAD_LETTER_NEEDLESS,
        /** A commit that was announced twice. */
        COMMIT_REPEATED,
        /** A commit that goes back behind an earlier one. */
        COMMIT_RETRACTED,
        /** A file that is missing or is not what was announced. */
        FILE
    }

    @Override
    public String toString() {
        return kind + " " + where + ": " + what;
    }
}
