package dev.semblance.core.index;

import java.nio.file.Path;
import java.util.List;

/** Is told of segments that are finished: their files never change again, though Lucene may remove them. */
public interface SegmentListener {
    /** For a shard that nobody publishes. */
    SegmentListener NONE = new SegmentListener() {
        @Override
        public void flushed(List<Path> files) {}

        @Override
        public void merged(List<Path> files) {}
    };

    /** A segment of new documents; called by the thread that flushes, which must not be held up. */
    void flushed(List<Path> files);

    /** A merged segment; called by the thread that merges. No commit refers to the segment before this returns. */
    void merged(List<Path> files);
}
