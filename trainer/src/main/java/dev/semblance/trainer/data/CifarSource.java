package dev.semblance.trainer.data;

import java.io.IOException;
import java.nio.file.Path;

/** A place where CIFAR-10 can be had. */
interface CifarSource {
    /** Names the place to people. */
    String name();

    /**
     * Writes a gzipped tar archive with the files of one {@link CifarFormat} into the folder, and maybe other files.
     * May take as long as it makes progress, and tells it; stops soon after an interrupt. Whatever it leaves in the
     * folder when it fails is there again for the next attempt.
     *
     * @return the archive, complete and as its digest says where one is known
     */
    Path fetch(Path folder, Transfer transfer) throws IOException, InterruptedException;
}
