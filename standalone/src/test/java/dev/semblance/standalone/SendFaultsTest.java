package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SendFaultsTest {
    private static final String MESSAGE = "an image could not be sent to Kafka: too large";

    @Test
    void shouldBeContentWhereAllHasArrived() {
        assertThatCode(() -> {
                    try (SendFaults faults = new SendFaults()) {
                        faults.watch(CompletableFuture.completedFuture(1));
                        faults.watch(CompletableFuture.completedFuture(2));
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void shouldFailAtTheNextSending() {
        CompletableFuture<Integer> sent = new CompletableFuture<>();
        SendFaults faults = new SendFaults();
        faults.watch(sent);
        sent.completeExceptionally(new IllegalStateException("too large"));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> faults.watch(CompletableFuture.completedFuture(2)))
                .withMessage(MESSAGE);
    }

    @Test
    void shouldFailAtTheEndWithTheFirstFault() {
        SendFaults faults = new SendFaults();
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Integer> second = new CompletableFuture<>();
        faults.watch(first);
        faults.watch(second);
        first.completeExceptionally(new IllegalStateException("too large"));
        second.completeExceptionally(new IllegalStateException("broker gone"));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(faults::close)
                .withMessage(MESSAGE);
    }
}
