package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import java.util.ArrayList;
import java.util.List;

/** Decodes images before a run, so that a damaged one is left out and told, and does not end the run at its end. */
public final class DamageCheck {
    private static final int REPORT_EVERY = 500;

    private final Dataset dataset;
    private final LoadListener listener;
    private final SkipLog skipped;
    private final List<Integer> whole = new ArrayList<>();
    private int read;

    private DamageCheck(Dataset dataset, LoadListener listener) {
        this.dataset = dataset;
        this.listener = listener;
        this.skipped = new SkipLog(listener);
    }

    /**
     * The images that can be decoded, in their order. Those in memory are not looked at.
     *
     * @throws OperatorException if none is left
     */
    public static Dataset withoutDamaged(Dataset dataset, LoadListener listener) {
        if (dataset.images().stream().noneMatch(ImageFile.class::isInstance)) {
            return dataset;
        }
        return new DamageCheck(dataset, listener).check();
    }

    private Dataset check() {
        try (WorkerPool workers = new WorkerPool()) {
            workers.each(dataset.images(), image -> Decoding.decode(image).isPresent(), this::take);
        }
        listener.progress("checking images", "images", read, read);
        if (whole.isEmpty()) {
            throw new OperatorException("none of the " + dataset.size() + " images of " + dataset.name()
                    + " to judge with can be decoded; mend the folder");
        }
        return whole.size() == dataset.size() ? dataset : dataset.at(whole);
    }

    private void take(boolean isWhole) {
        if (isWhole) {
            whole.add(read);
        } else if (dataset.images().get(read) instanceof ImageFile damaged) {
            skipped.skip(damaged.file(), SkipReason.DAMAGED, "the image is damaged, it cannot be decoded");
        }
        if (++read % REPORT_EVERY == 0) {
            listener.progress("checking images", "images", read, dataset.size());
        }
    }
}
