package dev.semblance.standalone.console;

/** How far a task has come. */
public interface Progress extends AutoCloseable {
    /**
     * Tells where the task stands.
     *
     * @param done how many are done, of the total
     * @param note what else there is to say, such as a loss
     */
    void update(long done, String note);

    /** Ends the task. */
    @Override
    void close();
}
