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

    /** Something has begun or gone on; called at least every few seconds. */
    void step(String what);

    /** A file could not be taken and is left out. */
    void skipped(Path file, String reason);
}
