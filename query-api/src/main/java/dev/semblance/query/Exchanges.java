package dev.semblance.query;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;

/** From a request to its answer, while memory for one of them is held. Safe for use by several threads. */
final class Exchanges {
    private final Admission admission;

    Exchanges(Admission admission) {
        this.admission = admission;
    }

    /** Makes an answer. */
    interface Work {
        /** Makes it, of what can be sent as JSON. */
        Object with(Admission.Memory memory);
    }

    /**
     * Answers. What it takes to make the answer has been given back when the answer is sent: a client that reads slowly
     * holds nothing but the answer.
     */
    void answer(ServerResponse response, Status status, Work work) {
        try (Admission.Memory memory = admission.memory()) {
            Object made = work.with(memory);
            byte[] answer = admission.onCore(() -> HttpAnswers.bytes(made));
            memory.hold(answer.length);
            response.status(status);
            HttpAnswers.json(response, answer);
        }
    }
}
