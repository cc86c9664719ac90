package dev.semblance.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * A way to a server on loopback that a test can cut, silence and slow down. It sees what clients send, so that a test
 * can do something at the very moment that something certain is about to reach the server.
 *
 * <p>Safe for use by several threads.
 */
final class FaultyLink implements AutoCloseable {
    private static final int CHUNK_BYTES = 16_384;
    private static final Duration SLOW_CHUNK = Duration.ofMillis(60);
    /** More than the messages that are looked for are long. */
    private static final int REMEMBERED_BYTES = 8_192;

    /** How the link is. */
    enum Condition {
        WHOLE,
        /** Connections are reset, those there are and new ones. */
        CUT,
        /** Nothing passes, and nobody is told. */
        SILENT,
        /** Each 16 KiB take a while in either direction, on each connection. */
        SLOW
    }

    /** Waits for what matches, which never arrives. */
    private record Trap(Pattern pattern, Runnable action, CompletableFuture<Void> sprung) {}

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<Trap>> trap = new AtomicReference<>(Optional.empty());
    private Condition condition = Condition.WHOLE;

    private FaultyLink(ServerSocket entrance, int target) {
        this.entrance = entrance;
        this.target = target;
    }

    /** A link to a port, which nobody need listen on yet. */
    static FaultyLink to(int target) throws IOException {
        FaultyLink link = new FaultyLink(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        Thread.ofPlatform().daemon().name("link-entrance").start(link::accept);
        return link;
    }

    /** Where clients connect to. */
    int port() {
        return entrance.getLocalPort();
    }

    synchronized void set(Condition next) {
        condition = next;
        notifyAll();
        if (next == Condition.CUT) {
            sockets.forEach(FaultyLink::reset);
        }
    }

    /**
     * Sets a trap for one message of a client.
     *
     * @param pattern of its bytes, as Latin-1
     * @param action is run while the message is held back, and then its connection is reset
     * @return completed after the action
     */
    CompletableFuture<Void> onceSent(Pattern pattern, Runnable action) {
        CompletableFuture<Void> sprung = new CompletableFuture<>();
        trap.set(Optional.of(new Trap(pattern, action, sprung)));
        return sprung;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Thread.ofPlatform().daemon().name("link").start(() -> connect(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket client) {
        sockets.add(client);
        try {
            if (passage() == Condition.CUT) {
                reset(client);
                return;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofPlatform().daemon().name("link-answers").start(() -> pass(server, client, false));
            pass(client, server, true);
        } catch (IOException | InterruptedException e) {
            reset(client); // as the server would
        }
    }

    private void pass(Socket from, Socket to, boolean watched) {
        byte[] chunk = new byte[CHUNK_BYTES];
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try {
            InputStream in = from.getInputStream();
            for (int bytes = in.read(chunk); bytes >= 0; bytes = in.read(chunk)) {
                if (watched && springs(seen, chunk, bytes)) {
                    return;
                }
                if (passage() == Condition.CUT) {
                    return;
                }
                to.getOutputStream().write(chunk, 0, bytes);
            }
        } catch (IOException | InterruptedException e) {
            // Either end has gone, and the other is told below.
        } finally {
            reset(from);
            reset(to);
        }
    }

    /** Waits as long as the link holds up what would pass. */
    private Condition passage() throws InterruptedException {
        synchronized (this) {
            while (condition == Condition.SILENT) {
                wait();
            }
            if (condition != Condition.SLOW) {
                return condition;
            }
        }
        Thread.sleep(SLOW_CHUNK);
        return Condition.SLOW;
    }

    private boolean springs(ByteArrayOutputStream seen, byte[] chunk, int bytes) {
        int passed = seen.size();
        seen.write(chunk, 0, bytes);
        String text = seen.toString(StandardCharsets.ISO_8859_1);
        Optional<Trap> set = trap.get();
        if (set.isPresent()
                && completes(set.get().pattern(), text, passed)
                && trap.compareAndSet(set, Optional.empty())) {
            run(set.get());
            return true;
        }
        if (text.length() > REMEMBERED_BYTES) {
            seen.reset();
            seen.writeBytes(text.substring(text.length() - REMEMBERED_BYTES).getBytes(StandardCharsets.ISO_8859_1));
        }
        return false;
    }

    /** Whether a message ends in what has not passed yet: those before have arrived. */
    private static boolean completes(Pattern pattern, String text, int passed) {
        return pattern.matcher(text).results().anyMatch(found -> found.end() > passed);
    }

    private static void run(Trap sprung) {
        try {
            sprung.action().run();
            sprung.sprung().complete(null);
        } catch (RuntimeException e) {
            sprung.sprung().completeExceptionally(e);
        }
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It was closed before.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        set(Condition.CUT);
    }
}
