package dev.semblance.core.index;

import dev.semblance.core.index.ShardManifest.StoredFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.Lock;

/**
 * Shows Lucene the files of one manifest under Lucene's names, though they lie under their unique stored names. Commits
 * that share files share them on disk and in the page cache. Read-only.
 */
final class ManifestDirectory extends FilterDirectory {
    private final Map<String, StoredFile> files;

    /**
     * A view of the manifest's files.
     *
     * @param cache holds the files under the last part of their keys
     */
    ManifestDirectory(Directory cache, ShardManifest manifest) {
        super(cache);
        files = manifest.files().stream().collect(Collectors.toUnmodifiableMap(StoredFile::name, Function.identity()));
    }

    /** Name of a stored file in the cache folder of its shard. */
    static String cachedName(StoredFile file) {
        return file.key().substring(file.key().lastIndexOf('/') + 1);
    }

    @Override
    public String[] listAll() {
        return files.keySet().stream().sorted().toArray(String[]::new);
    }

    @Override
    public long fileLength(String name) throws IOException {
        return file(name).bytes();
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
        return in.openInput(cachedName(file(name)), context);
    }

    private StoredFile file(String name) throws NoSuchFileException {
        StoredFile file = files.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) {
        throw readOnly();
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) {
        throw readOnly();
    }

    @Override
    public void deleteFile(String name) {
        throw readOnly();
    }

    @Override
    public void rename(String source, String target) {
        throw readOnly();
    }

    @Override
    public void sync(Collection<String> names) {
        throw readOnly();
    }

    @Override
    public void syncMetaData() {
        throw readOnly();
    }

    @Override
    public Lock obtainLock(String name) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("a published commit is read-only");
    }
}
