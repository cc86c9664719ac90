package dev.semblance.core.index;

import dev.semblance.core.store.CorruptObjectException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.NIOFSDirectory;

/** Compares a Lucene file with the CRC-32 in its footer. */
final class LuceneChecksum {
    private LuceneChecksum() {}

    /**
     * Reads the whole file.
     *
     * @throws CorruptObjectException if it is not what Lucene wrote
     */
    static void verify(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        try (Directory directory = new NIOFSDirectory(folder);
                IndexInput input = directory.openInput(file.getFileName().toString(), IOContext.READONCE)) {
            CodecUtil.checksumEntireFile(input);
        } catch (CorruptIndexException e) {
            throw new CorruptObjectException("local index file " + file + " is corrupt: " + e.getMessage());
        }
    }
}
