package dev.semblance.trainer.data;

import java.io.IOException;
import java.nio.file.Path;

/** A place where CIFAR-10 can be had. */
interface CifarSource {
    /** Names the place to people. */
    String name();

    /**
     * Writes a gzipped tar archive with the files of one {@link CifarFormat} into the folder, and maybe other files.
     * May take as long as it makes progress; stops soon after an interrupt.
     *
     * @return the archive
     */
    Path fetch(Path folder) throws IOException, InterruptedException;
}
