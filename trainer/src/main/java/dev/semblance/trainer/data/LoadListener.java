package dev.semblance.trainer.data;

import java.nio.file.Path;

/** Hears what loading does, so that nobody waits in silence. */
public interface LoadListener {
    /** Hears nothing. */
    LoadListener SILENT = new LoadListener() {
        @Override
        public void step(String what) {}

        @Override
        public void skipped(Path file, String reason) {}
    };

    /** Something has begun or gone on; it or {@link #progress} is called at least every few seconds. */
    void step(String what);

    /** A file could not be taken and is left out. Of many files with one reason, the first few are told. */
    void skipped(Path file, String reason);

    /**
     * Tells how far a task is whose end may be known.
     *
     * @param task what is done
     * @param unit what is counted
     * @param done how many are done
     * @param total how many there are, 0 where that is not known
     */
    default void progress(String task, String unit, long done, long total) {}
}
