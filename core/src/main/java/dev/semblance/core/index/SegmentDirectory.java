package dev.semblance.core.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.SingleInstanceLockFactory;

/**
 * A shard's local folder, which tells of each segment as it is finished. Lucene writes a segment's {@code .si} file
 * after all others, on flush as on merge.
 *
 * <p>Files are not forced to disk: a commit is durable by its copy in the index store, and a local file counts only
 * after its digest was compared with the published one.
 *
 * <p>The folder belongs to one attempt alone, so a lock within the process is enough. Lucene's usual one is on a
 * channel that the interruption of a task closes, after which the writer could not be closed any more.
 */
final class SegmentDirectory extends FilterDirectory {
    private static final String SEGMENT_INFO = ".si";
    private static final String COMPOUND = ".cfs";

    private final Path folder;
    private final SegmentListener listener;

    SegmentDirectory(Path folder, SegmentListener listener) throws IOException {
        super(FSDirectory.open(folder, new SingleInstanceLockFactory()));
        this.folder = folder;
        this.listener = listener;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        IndexOutput output = in.createOutput(name, context);
        return name.endsWith(SEGMENT_INFO) ? new LastFile(output, name, context) : output;
    }

    @Override
    public void sync(Collection<String> names) {
        // Said above: the copy in the store is what is durable.
    }

    @Override
    public void syncMetaData() {
        // As above.
    }

    private void finished(String segment, IOContext.Context cause) throws IOException {
        List<Path> files = files(segment);
        if (cause == IOContext.Context.MERGE) {
            listener.merged(files);
        } else {
            listener.flushed(files);
        }
    }

    /** What a compound file was made of lies beside it for a moment longer, and is not part of the segment. */
    private List<Path> files(String segment) throws IOException {
        List<String> all = Arrays.stream(listAll())
                .filter(name -> name.startsWith(segment + ".") || name.startsWith(segment + "_"))
                .toList();
        boolean compound = all.contains(segment + COMPOUND);
        return all.stream()
                .filter(name -> !compound || name.startsWith(segment + ".cf") || name.endsWith(SEGMENT_INFO))
                .map(folder::resolve)
                .toList();
    }

    private final class LastFile extends FilterIndexOutput {
        private final String segment;
        private final IOContext.Context cause;
        private boolean closed;

        LastFile(IndexOutput output, String name, IOContext context) {
            super("last file of a segment: " + name, name, output);
            this.segment = name.substring(0, name.length() - SEGMENT_INFO.length());
            this.cause = context.context();
        }

        @Override
        public void close() throws IOException {
            super.close();
            if (!closed) {
                closed = true;
                finished(segment, cause);
            }
        }
    }
}
