package dev.semblance.trainer.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.core.OperatorException;
import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads CIFAR-10, 60,000 images of 32 x 32 RGB, from a folder that holds either form of it. An image is 3,072 samples:
 *
 * <pre>
 * .bin  records of 1 label byte, then 1,024 reds, 1,024 greens, 1,024 blues, each row by row
 * .png  each row is one image, its 1,024 RGB pixels row by row; labels in JSON arrays of numbers
 * </pre>
 *
 * Images are numbered in reading order: test images first.
 */
final class CifarFolder {
    static final String NAME = "cifar10";
    static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final String TEST = "test";
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int SAMPLES = 3 * PLANE;
    private static final int RECORD = 1 + SAMPLES;
    /** A batch is 10,000 images in one PNG of some 23 MB. */
    private static final ImageDecoder DECODER = new ImageDecoder(new ImageLimits(64 * 1024 * 1024, 20_000_000));

    private final Path folder;
    private final LoadListener listener;
    private final List<LabelledImage> images = new ArrayList<>();
    private int testImages;

    CifarFolder(Path folder, LoadListener listener) {
        this.folder = folder;
        this.listener = listener;
    }

    /** Reads batch after batch until there are as many images as wanted; a batch is read as a whole. */
    Dataset load(int wanted) {
        CifarFormat format = CifarFormat.in(folder)
                .orElseThrow(() -> new OperatorException("folder " + folder + " does not hold all of CIFAR-10"));
        images.clear();
        for (String batch : format.batches()) {
            if (images.size() >= wanted) {
                break;
            }
            listener.step("reading CIFAR-10: " + batch + ", " + images.size() + " images so far");
            try {
                switch (format) {
                    case BINARY -> readBinary(batch);
                    case PNG -> readPng(batch);
                }
            } catch (IOException | BadImageException e) {
                throw new OperatorException(
                        "cannot read " + folder.resolve(batch) + " as CIFAR-10: " + e.getMessage()
                                + "; remove the folder to fetch it anew",
                        e);
            }
            testImages = batch.startsWith(TEST) ? images.size() : testImages;
        }
        return new Dataset(NAME, images, CLASSES);
    }

    /** The 50,000 training images and the 10,000 test images. */
    OfficialParts official() {
        List<LabelledImage> all = load(Integer.MAX_VALUE).images();
        return new OfficialParts(
                new Dataset(NAME, all.subList(testImages, all.size()), CLASSES),
                new Dataset(NAME, all.subList(0, testImages), CLASSES));
    }

    private void readBinary(String batch) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(batch));
        if (bytes.length % RECORD != 0) {
            throw new IOException(bytes.length + " bytes are no whole number of images");
        }
        for (int from = 0; from < bytes.length; from += RECORD) {
            byte[] samples = new byte[SAMPLES];
            for (int i = 0; i < SAMPLES; i++) {
                samples[i] = bytes[from + 1 + i % 3 * PLANE + i / 3];
            }
            add(bytes[from], samples);
        }
    }

    private void readPng(String batch) throws IOException, BadImageException {
        boolean test = batch.startsWith(TEST);
        Path labelFile = folder.resolve(test ? "test_lables.json" : "train_lables.json");
        int[] labels = new ObjectMapper().readValue(labelFile.toFile(), int[].class);
        Pixels rows = DECODER.decode(Files.readAllBytes(folder.resolve(batch))).withChannels(3);
        int first = test ? 0 : (batchNumber(batch) - 1) * rows.height();
        if (rows.width() != PLANE || labels.length < first + rows.height()) {
            throw new IOException(rows + " and " + labels.length + " labels do not fit");
        }
        int[] ofBatch = Arrays.copyOfRange(labels, first, first + rows.height());
        for (int row = 0; row < ofBatch.length; row++) {
            byte[] samples = new byte[SAMPLES];
            for (int i = 0; i < SAMPLES; i++) {
                samples[i] = (byte) rows.sample(i / 3, row, i % 3);
            }
            add(ofBatch[row], samples);
        }
    }

    /** The 3 of data_batch_3.png. */
    private static int batchNumber(String batch) {
        return Character.digit(batch.charAt("data_batch_".length()), 10);
    }

    private void add(int label, byte[] samples) throws IOException {
        if (label < 0 || label >= CLASSES.size()) {
            throw new IOException("there is a label " + label);
        }
        String id = String.format(Locale.ROOT, "%s-%05d", NAME, images.size());
        images.add(new DecodedImage(id, CLASSES.get(label), new Pixels(SIDE, SIDE, 3, samples)));
    }
}
