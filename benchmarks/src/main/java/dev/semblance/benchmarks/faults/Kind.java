package dev.semblance.benchmarks.faults;

/** Kinds of processes; the names are part of the JSON output. */
enum Kind {
    BROKER,
    JOB_MANAGER,
    TASK_MANAGER,
    /** Gives the Flink cluster its jobs. */
    CONTROLLER,
    /** Controller, JobManager and TaskManager in one process. */
    INDEXER,
    QUERY_NODE;

    /** Whether another one can run beside it: it has no port that others know. */
    boolean mayHaveASuccessor() {
        return this == TASK_MANAGER;
    }

    /** Whether its class path must not have the classes that come with each job. */
    boolean isOfFlink() {
        return this == JOB_MANAGER || this == TASK_MANAGER;
    }
}
