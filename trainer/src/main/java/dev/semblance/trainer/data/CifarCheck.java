package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a folder holds all of CIFAR-10, undamaged.
 *
 * @param imagesPerBatch images in each batch file
 */
record CifarCheck(int imagesPerBatch) {
    /** As the authors made it. */
    static final CifarCheck FULL = new CifarCheck(10_000);

    /**
     * Reads every batch and every label, and records the digests of the files.
     *
     * @throws IOException if something is missing or does not fit together
     */
    void record(Path folder) throws IOException {
        CifarFormat format =
                CifarFormat.in(folder).orElseThrow(() -> new IOException("not all of its files are there"));
        int wanted = imagesPerBatch * format.batches().size();
        try {
            int found = new CifarFolder(folder, LoadListener.SILENT)
                    .load(Integer.MAX_VALUE)
                    .size();
            if (found != wanted) {
                throw new IOException("it holds " + found + " images, not " + wanted);
            }
        } catch (OperatorException e) {
            throw new IOException(e.getMessage(), e);
        }
        new RecordedDigests(folder, format.files()).write();
    }

    /** What is wrong with the folder, if something is. Where no digests are recorded yet, it is read as a whole. */
    Optional<String> fault(Path folder) throws IOException {
        Optional<CifarFormat> format = CifarFormat.in(folder);
        if (format.isEmpty()) {
            return Optional.of("not all of its files are there");
        }
        RecordedDigests digests = new RecordedDigests(folder, format.get().files());
        if (digests.exist()) {
            return digests.fault();
        }
        try {
            record(folder);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
