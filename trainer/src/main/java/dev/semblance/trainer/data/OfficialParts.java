package dev.semblance.trainer.data;

import java.util.List;
import java.util.stream.Stream;

/**
 * A data set as its authors divided it.
 *
 * @param training what may be learned from
 * @param test what is judged on, and nothing else
 */
public record OfficialParts(Dataset training, Dataset test) {
    public OfficialParts {
        if (!training.classes().equals(test.classes())) {
            throw new IllegalArgumentException(
                    "the training part has classes " + training.classes() + ", the test part has " + test.classes());
        }
    }

    /**
     * Only the images of some classes, of both parts.
     *
     * @throws dev.semblance.core.OperatorException if there is no such class
     */
    public OfficialParts withClasses(List<String> wanted) {
        return new OfficialParts(training.withClasses(wanted), test.withClasses(wanted));
    }

    /**
     * All images but those of some classes, of both parts.
     *
     * @throws dev.semblance.core.OperatorException if there is no such class, or no other one
     */
    public OfficialParts withoutClasses(List<String> unwanted) {
        return new OfficialParts(training.withoutClasses(unwanted), test.withoutClasses(unwanted));
    }

    /** Both parts as one data set, test images first. */
    public Dataset whole() {
        List<LabelledImage> images = Stream.concat(test.images().stream(), training.images().stream())
                .toList();
        return new Dataset(training.name(), images, training.classes());
    }
}
