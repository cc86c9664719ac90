package dev.semblance.query;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Closes connections whose clients send nothing, or take nothing of their answer, for too long. The server itself waits
 * for them for ever, whatever read time-out its sockets are given: a connection and the memory of body or answer would
 * never come back. Safe for use by several threads.
 */
final class ConnectionTimeout implements AutoCloseable {
    /** A longer answer is written in pieces, each of which shows that the client reads. */
    private static final int PIECE_BYTES = 64 * 1024;

    private static final int LOOKS_PER_TIMEOUT = 4;

    private final long timeoutNanos;
    private final Runnable slowReader;
    private final Set<Wait> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("connection-timeout").factory());

    /**
     * Begins to watch.
     *
     * @param timeout for a client to send anything, or for the system to take {@value #PIECE_BYTES} bytes of an answer
     * @param slowReader told of each connection that is closed because nobody took the answer
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it goes on until it is closed
    ConnectionTimeout(Duration timeout, Runnable slowReader) {
        this.timeoutNanos = timeout.toNanos();
        this.slowReader = slowReader;
        long every = timeoutNanos / LOOKS_PER_TIMEOUT;
        watch.scheduleWithFixedDelay(this::look, every, every, TimeUnit.NANOSECONDS);
    }

    /** A wait for a client. Not a record: two of the same are two. */
    private static final class Wait {
        private final HelidonSocket socket;
        private final Runnable late;
        private final long begun = System.nanoTime();

        Wait(HelidonSocket socket, Runnable late) {
            this.socket = socket;
            this.late = late;
        }
    }

    private <T> T waiting(HelidonSocket socket, Runnable late, Supplier<T> work) {
        Wait wait = new Wait(socket, late);
        waiting.add(wait);
        try {
            return work.get();
        } finally {
            waiting.remove(wait);
        }
    }

    private void look() {
        long now = System.nanoTime();
        List<Wait> late =
                waiting.stream().filter(wait -> now - wait.begun > timeoutNanos).toList();
        for (Wait wait : late) {
            if (waiting.remove(wait)) {
                wait.late.run();
                close(wait.socket);
            }
        }
    }

    /** Whoever waits for it hears of it. */
    private static void close(HelidonSocket socket) {
        try {
            socket.close();
        } catch (UncheckedIOException e) {
            // it was closed meanwhile, or is of no more use: there is nothing left to do
        }
    }

    /** Reads from the socket, which is closed where it has to wait for too long. */
    DataReader reader(HelidonSocket socket) {
        return DataReader.create(() -> {
            try {
                return waiting(socket, () -> {}, socket);
            } catch (UncheckedIOException e) {
                throw new ServerConnectionException("the client is gone, or was silent for too long", e);
            }
        });
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
            waiting(socket, slowReader, () -> {
                writer.writeNow(buffer);
                return true;
            });
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
