package dev.semblance.trainer.data;

import java.nio.file.Path;

/**
 * A folder that holds the images of one class, shared by all of them.
 *
 * @param path of the folder
 * @param idPrefix what the ids of its images begin with, such as {@code cat/}
 * @param label its class
 */
record ClassFolder(Path path, String idPrefix, String label) {}
