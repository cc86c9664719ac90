package dev.semblance.trainer.training;

import dev.semblance.core.OperatorException;

/**
 * How a run looks at held-out images while it goes on. What is chosen by them (the best epoch, an early stop) is chosen
 * by the calibration part alone; the test part is for the end.
 *
 * @param everyEpochs epochs between two looks; the last epoch is always looked at
 * @param patience epochs without a better recall@1 after which a run stops early, at the next look; 0: never
 * @param corpus most images that are searched while training goes on
 * @param queries most images that are asked for while training goes on
 * @param validationBatches batches that the validation loss is the mean of
 */
public record JudgingSpec(int everyEpochs, int patience, int corpus, int queries, int validationBatches) {
    /** After every epoch, without early stop, 2,000 images searched, 1,000 asked for, 10 batches. */
    public static final JudgingSpec DEFAULT = new JudgingSpec(1, 0, 2000, 1000, 10);

    public JudgingSpec {
        if (everyEpochs < 1 || patience < 0 || corpus < 2 || queries < 4 || validationBatches < 1) {
            throw new OperatorException(
                    "held-out images are looked at every 1 or more epochs, with patience 0 or more, "
                            + "2 or more images searched, 4 or more asked for and 1 or more batches, not " + everyEpochs
                            + ", "
                            + patience + ", " + corpus + ", " + queries + " and " + validationBatches);
        }
    }

    /** With so many epochs between two looks. */
    public JudgingSpec withEveryEpochs(int epochs) {
        return new JudgingSpec(epochs, patience, corpus, queries, validationBatches);
    }

    /** With so many epochs of patience. */
    public JudgingSpec withPatience(int epochs) {
        return new JudgingSpec(everyEpochs, epochs, corpus, queries, validationBatches);
    }
}
