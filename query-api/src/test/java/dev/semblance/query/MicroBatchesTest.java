package dev.semblance.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.embedding.NoEmbeddingException;
import dev.semblance.core.embedding.PreparedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MicroBatchesTest {
    private LoadedModel model;

    @BeforeEach
    void load() throws IOException {
        model = LiveParts.model();
        model.retain();
    }

    @AfterEach
    void unload() {
        model.release();
    }

    @Test
    void shouldGiveEachCallerItsOwnEmbeddings() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Embedding>>> answers = new ArrayList<>();
            for (int caller = 0; caller < 200; caller++) {
                int row = caller % 7;
                answers.add(callers.submit(() -> model.batches().embed(List.of(prepared(row), prepared(row + 1)))));
            }
            for (int caller = 0; caller < 200; caller++) {
                List<Embedding> own = answers.get(caller).get();
                assertThat(own).hasSize(2);
                assertSame(own.get(0), caller % 7);
                assertSame(own.get(1), caller % 7 + 1);
            }
        }
    }

    /** A black image has no embedding here; that is nobody's fault but its own. */
    @Test
    void shouldAnswerTheOthersOfABatchThatHoldsABadImage() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Embedding>>> good = new ArrayList<>();
            List<Future<List<Embedding>>> bad = new ArrayList<>();
            for (int caller = 0; caller < 100; caller++) {
                good.add(callers.submit(() -> model.batches().embed(List.of(prepared(3)))));
                bad.add(callers.submit(() -> model.batches().embed(List.of(prepared(8)))));
            }
            for (Future<List<Embedding>> answer : good) {
                assertSame(answer.get().getFirst(), 3);
            }
            for (Future<List<Embedding>> answer : bad) {
                assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                        .isThrownBy(answer::get)
                        .withCauseInstanceOf(NoEmbeddingException.class);
            }
        }
    }

    @Test
    void shouldEmbedNothing() {
        assertThat(model.batches().embed(List.of())).isEmpty();
    }

    private PreparedImage prepared(int row) {
        return model.embedder().prepare(LiveParts.whiteFrom(row));
    }

    private void assertSame(Embedding embedding, int row) {
        assertThat(embedding.dot(model.embedder().embed(LiveParts.whiteFrom(row))))
                .isCloseTo(1, within(1e-6f));
    }
}
