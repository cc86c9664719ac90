package dev.semblance.core.store;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;

/** Where a store lies. May be sent to other processes: it holds no secrets, which are read when it is opened. */
public sealed interface StoreLocation extends Serializable permits FolderLocation, S3Location {
    /**
     * Reads a location as settings give it.
     *
     * @param text the path of a folder, or {@code s3://bucket/prefix}
     * @param service that the bucket is at, if it is one
     * @throws IllegalArgumentException if it is neither
     */
    static StoreLocation parse(String text, S3Service service) {
        return text.startsWith(S3Location.SCHEME) ? S3Location.parse(text, service) : FolderLocation.parse(text);
    }

    static StoreLocation of(Path folder) {
        return new FolderLocation(folder.toString());
    }

    /**
     * Opens the store. A folder is made where there is none, a bucket is not. May be called again and again, and by
     * each process for itself.
     *
     * @throws dev.semblance.core.OperatorException if it cannot be used: no such bucket, no access, no answer
     */
    ObjectStore open();

    /** The folder, if it is one: its disk can be looked at. */
    Optional<Path> folder();

    /** The same location for processes in any working directory. */
    StoreLocation absolute();
}
