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

    /** Makes an answer that others are to hear of. */
    interface TellingWork {
        /** Makes it; tells nobody yet. */
        Told with(Admission.Memory memory);
    }

    /**
     * An answer that others are to hear of.
     *
     * @param answer what can be sent as JSON
     * @param told tells them; run once nothing can refuse the answer any more
     */
    record Told(Object answer, Runnable told) {}

    /**
     * Answers. What it takes to make the answer has been given back when the answer is sent: a client that reads slowly
     * holds nothing but the answer.
     */
    void answer(ServerResponse response, Status status, Work work) {
        answerAndTell(response, status, memory -> new Told(work.with(memory), () -> {}));
    }

    /** Answers likewise what others are to hear of, too. */
    void answerAndTell(ServerResponse response, Status status, TellingWork work) {
        try (Admission.Memory memory = admission.memory()) {
            Told made = work.with(memory);
            byte[] answer = admission.onCore(() -> HttpAnswers.bytes(made.answer()));
            memory.hold(answer.length);
            made.told().run();
            response.status(status);
            HttpAnswers.json(response, answer);
        }
    }
}
