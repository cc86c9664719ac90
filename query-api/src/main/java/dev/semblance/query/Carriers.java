package dev.semblance.query;

/**
 * The threads that carry virtual threads. The JVM makes one for each core. With more, a request may compute on the one
 * that carries it and others go on, where it would have to hand its work over otherwise.
 */
public final class Carriers {
    private static final String COUNT = "jdk.virtualThreadScheduler.parallelism";

    private Carriers() {}

    /**
     * Has the JVM make more. Takes effect before the first virtual thread of the process only; a given number stays.
     */
    public static void makeMore() {
        if (System.getProperty(COUNT) == null) {
            System.setProperty(COUNT, Integer.toString(2 * Runtime.getRuntime().availableProcessors()));
        }
    }

    /** How many the JVM makes at most. */
    static int count() {
        return Integer.getInteger(COUNT, Runtime.getRuntime().availableProcessors());
    }
}
