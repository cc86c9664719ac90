package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes all images of a data set into memory, by all processors. */
final class MemoryLoading {
    private static final int REPORT_EVERY = 500;

    private final Dataset dataset;
    private final InputSpec input;
    private final LoadListener listener;
    private final SkipLog skipped;
    private final List<byte[]> samples = new ArrayList<>();
    private final List<Integer> kept = new ArrayList<>();
    private int read;

    MemoryLoading(Dataset dataset, InputSpec input, LoadListener listener) {
        this.dataset = dataset;
        this.input = input;
        this.listener = listener;
        this.skipped = new SkipLog(listener);
    }

    PreparedImages load() {
        try (WorkerPool workers = new WorkerPool()) {
            workers.each(dataset.images(), this::samples, this::take);
        }
        listener.progress("preparing images", "images", read, read);
        Dataset images = kept.size() == dataset.size() ? dataset : dataset.at(kept);
        if (images.images().stream().map(LabelledImage::label).distinct().count() < 2) {
            throw new OperatorException("of the " + dataset.size() + " images of " + dataset.name() + ", "
                    + images.size() + " can be decoded, and they are not of 2 classes; mend the folder");
        }
        return new PreparedImages(images, new MemoryPixels(input, samples, images.labels()), skipped.files());
    }

    private Optional<byte[]> samples(LabelledImage image) {
        return Decoding.decode(image).map(this::samples);
    }

    private byte[] samples(Pixels pixels) {
        byte[] target = new byte[input.length()];
        Decoding.write(input.fit(pixels), target, 0);
        return target;
    }

    private void take(Optional<byte[]> decoded) {
        if (decoded.isPresent()) {
            samples.add(decoded.get());
            kept.add(read);
        } else if (dataset.images().get(read) instanceof ImageFile damaged) {
            skipped.skip(damaged.file(), SkipReason.DAMAGED, "the image is damaged, it cannot be decoded");
        }
        if (++read % REPORT_EVERY == 0) {
            listener.progress("preparing images", "images", read, dataset.size());
        }
    }
}
