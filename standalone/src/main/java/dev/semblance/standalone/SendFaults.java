package dev.semblance.standalone;

import dev.semblance.core.OperatorException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Remembers the first image that could not be sent, and fails with it at the next chance. */
public final class SendFaults implements AutoCloseable {
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

    /** Minds one sending. */
    public void watch(CompletableFuture<?> sent) {
        check();
        sent.exceptionally(fault -> {
            first.compareAndSet(null, fault);
            return null;
        });
    }

    private void check() {
        Throwable fault = first.get();
        if (fault != null) {
            throw new OperatorException("an image could not be sent to Kafka: " + fault.getMessage(), fault);
        }
    }

    @Override
    public void close() {
        check();
    }
}
