package dev.semblance.core.store;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An object store in a local or shared folder. A write goes to a temporary file, is forced to disk, and is renamed:
 * readers never see half an object.
 */
public final class FolderStore implements ObjectStore {
    private final Path root;

    /**
     * Opens the folder, making it where there is none.
     *
     * @throws OperatorException if the folder cannot be made, read or written
     */
    public FolderStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        try {
            Files.createDirectories(this.root);
        } catch (IOException e) {
            throw new OperatorException("cannot use folder " + root + " as a store: " + e, e);
        }
        if (!Files.isReadable(this.root) || !Files.isWritable(this.root)) {
            throw new OperatorException("cannot use folder " + root + " as a store: it must be readable and writable");
        }
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        requireRoot();
        WholeFile.write(resolve(key), temporary -> Files.write(temporary, bytes));
    }

    @Override
    public void put(String key, Path file) throws IOException {
        requireRoot();
        WholeFile.write(resolve(key), temporary -> Files.copy(file, temporary));
    }

    @Override
    public byte[] get(String key) throws IOException {
        return Files.readAllBytes(resolve(key));
    }

    @Override
    public void fetch(String key, Path target) throws IOException {
        Path source = resolve(key);
        WholeFile.write(target, temporary -> Files.copy(source, temporary));
    }

    @Override
    public List<StoredObject> list(String prefix) throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String key = root.relativize(file).toString().replace('\\', '/');
                if (key.startsWith(prefix)) {
                    objects.add(new StoredObject(
                            key,
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
                if (fault instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // removed while we were listing
                }
                throw fault;
            }
        });
        objects.sort(Comparator.comparing(StoredObject::key));
        return objects;
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(resolve(key));
    }

    /** A shared folder that is away must not come to life on the local disk, under its mount point. */
    private void requireRoot() throws NoSuchFileException {
        if (!Files.isDirectory(root)) {
            throw new NoSuchFileException(root.toString(), null, "the folder of the store has gone");
        }
    }

    private Path resolve(String key) {
        return root.resolve(StoreKey.require(key));
    }
}
