package dev.semblance.query;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections whose clients take nothing of their answer for too long. The server itself waits for them for
 * ever: a thread, a connection and the memory of the answer would never come back. Safe for use by several threads.
 */
final class WriteTimeout implements AutoCloseable {
    /** A longer answer is written in pieces, each of which shows that the client reads. */
    private static final int PIECE_BYTES = 64 * 1024;

    private static final int LOOKS_PER_TIMEOUT = 4;

    private final long timeoutNanos;
    private final Runnable closed;
    private final Set<Piece> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("write-timeout").factory());

    /**
     * Begins to watch.
     *
     * @param timeout for the system to take {@value #PIECE_BYTES} bytes of an answer
     * @param closed told of each connection that is closed
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it goes on until it is closed
    WriteTimeout(Duration timeout, Runnable closed) {
        this.timeoutNanos = timeout.toNanos();
        this.closed = closed;
        long every = timeoutNanos / LOOKS_PER_TIMEOUT;
        watch.scheduleWithFixedDelay(this::look, every, every, TimeUnit.NANOSECONDS);
    }

    /** What is being written. Not a record: two of the same are two. */
    private static final class Piece {
        private final HelidonSocket socket;
        private final long begun = System.nanoTime();

        Piece(HelidonSocket socket) {
            this.socket = socket;
        }
    }

    private void look() {
        long now = System.nanoTime();
        List<Piece> late = waiting.stream()
                .filter(piece -> now - piece.begun > timeoutNanos)
                .toList();
        for (Piece piece : late) {
            if (waiting.remove(piece)) {
                closed.run();
                close(piece.socket);
            }
        }
    }

    /** Whoever writes to it hears of it. */
    private static void close(HelidonSocket socket) {
        try {
            socket.close();
        } catch (UncheckedIOException e) {
            // it was closed meanwhile, or is of no more use: there is nothing left to do
        }
    }

    /** The same writer, but the socket is closed where it has to wait for too long. */
    DataWriter watched(DataWriter writer, HelidonSocket socket) {
        return new WatchedWriter(writer, socket);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private final class WatchedWriter implements DataWriter {
        private final DataWriter writer;
        private final HelidonSocket socket;

        WatchedWriter(DataWriter writer, HelidonSocket socket) {
            this.writer = writer;
            this.socket = socket;
        }

        @Override
        public void write(BufferData... buffers) {
            for (BufferData buffer : buffers) {
                write(buffer);
            }
        }

        @Override
        public void write(BufferData buffer) {
            if (buffer.available() <= PIECE_BYTES) {
                writePiece(buffer);
                return;
            }
            byte[] piece = new byte[PIECE_BYTES];
            while (!buffer.consumed()) {
                int length = buffer.read(piece, 0, Math.min(PIECE_BYTES, buffer.available()));
                writePiece(BufferData.create(piece, 0, length));
            }
        }

        private void writePiece(BufferData buffer) {
            Piece piece = new Piece(socket);
            waiting.add(piece);
            try {
                writer.writeNow(buffer);
            } finally {
                waiting.remove(piece);
            }
        }

        @Override
        public void writeNow(BufferData... buffers) {
            write(buffers);
        }

        @Override
        public void writeNow(BufferData buffer) {
            write(buffer);
        }

        @Override
        public void flush() {
            writer.flush();
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
