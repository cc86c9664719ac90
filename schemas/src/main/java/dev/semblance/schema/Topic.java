package dev.semblance.schema;

/**
 * The Kafka topics of Semblance.
 *
 * <p>A compacted topic keeps the newest record of each key for ever, so a component that starts with nothing reads it
 * from the start and knows all that holds now. The others keep records for a time.
 */
public enum Topic {
    IMAGES("semblance.images.v1", Retention.COMPACTED),
    MODELS("semblance.models.v1", Retention.COMPACTED),
    INDEX_COMMITS("semblance.index-commits.v1", Retention.COMPACTED),
    ROLLOUTS("semblance.rollouts.v1", Retention.COMPACTED),
    CALIBRATIONS("semblance.calibrations.v1", Retention.COMPACTED),
    MATCHES("semblance.matches.v1", Retention.TIMED),
    LABELS("semblance.labels.v1", Retention.TIMED),
    ALERTS("semblance.alerts.v1", Retention.COMPACTED),
    DEAD_LETTERS("semblance.dead-letters.v1", Retention.TIMED);

    /** How long a topic keeps a record. */
    public enum Retention {
        COMPACTED,
        TIMED
    }

    private final String topicName;
    private final Retention retention;

    Topic(String topicName, Retention retention) {
        this.topicName = topicName;
        this.retention = retention;
    }

    public String topicName() {
        return topicName;
    }

    public Retention retention() {
        return retention;
    }
}
