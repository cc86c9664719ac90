package dev.semblance.standalone.config;

/**
 * One training run.
 *
 * @param model name that the new version is published under
 * @param data {@code fashion-mnist}, {@code cifar10} or a folder with one folder of images per class
 * @param maxImages most images of the data that are used, of each class alike
 * @param seconds how long to train
 * @param seed seed of everything random in the run
 * @param dimension length of an embedding
 * @param classesPerBatch classes in a batch
 * @param examplesPerClass images of each class in a batch
 * @param learningRate step size of the optimiser
 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
 */
public record TrainSettings(
        String model,
        String data,
        int maxImages,
        int seconds,
        long seed,
        int dimension,
        int classesPerBatch,
        int examplesPerClass,
        double learningRate,
        String device) {
    static TrainSettings from(SettingReader reader) {
        return new TrainSettings(
                reader.modelName("train.model"),
                reader.text("train.data"),
                reader.whole("train.max-images", 100, 10_000_000),
                reader.whole("train.seconds", 1, 604_800),
                reader.wholeLong("train.seed", Long.MIN_VALUE, Long.MAX_VALUE),
                reader.whole("train.dimension", 2, 1_024),
                reader.whole("train.classes-per-batch", 2, 1_024),
                reader.whole("train.examples-per-class", 2, 1_024),
                reader.number("train.learning-rate", 1e-8, 1),
                reader.device("train.device"));
    }
}
