package dev.semblance.trainer.augmentation;

import dev.semblance.core.OperatorException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What an {@link AugmentationSpec} can name, with the values that parameters have where it names none. */
@SuppressWarnings("ImmutableEnumChecker") // the lists cannot be modified and the functions keep no state
public enum AugmentationKind {
    FLIP("flip", 0.5, List.of(), given -> new HorizontalFlip()),
    SHIFT("shift", 1, List.of(new Parameter("share", 1 / 16d)), given -> new RandomShift(given.applyAsDouble("share"))),
    CROP("crop", 1, List.of(new Parameter("padding", 4)), given -> new PaddedCrop(whole("padding", given))),
    RESIZED_CROP(
            "resized-crop",
            1,
            List.of(
                    new Parameter("min-area", 0.08),
                    new Parameter("max-area", 1),
                    new Parameter("min-aspect", 3 / 4d),
                    new Parameter("max-aspect", 4 / 3d)),
            given -> new ResizedCrop(
                    given.applyAsDouble("min-area"),
                    given.applyAsDouble("max-area"),
                    given.applyAsDouble("min-aspect"),
                    given.applyAsDouble("max-aspect"))),
    JITTER(
            "jitter",
            0.8,
            List.of(
                    new Parameter("brightness", 0.4),
                    new Parameter("contrast", 0.4),
                    new Parameter("saturation", 0.4),
                    new Parameter("hue", 0.1)),
            given -> new ColourJitter(
                    given.applyAsDouble("brightness"),
                    given.applyAsDouble("contrast"),
                    given.applyAsDouble("saturation"),
                    given.applyAsDouble("hue"))),
    GREY("grey", 0.2, List.of(), given -> new Grey()),
    BLUR(
            "blur",
            0.5,
            List.of(new Parameter("min-sigma", 0.1), new Parameter("max-sigma", 2)),
            given -> new GaussianBlur(given.applyAsDouble("min-sigma"), given.applyAsDouble("max-sigma"))),
    SOLARIZE(
            "solarize",
            0.2,
            List.of(new Parameter("threshold", 0.5)),
            given -> new Solarize(given.applyAsDouble("threshold"))),
    CUTOUT(
            "cutout",
            1,
            List.of(new Parameter("share", 0.5)),
            given -> new Cutout(given.applyAsDouble("share"), Cutout.Fill.MEAN)),
    CUTOUT_BLACK(
            "cutout-black",
            1,
            List.of(new Parameter("share", 0.5)),
            given -> new Cutout(given.applyAsDouble("share"), Cutout.Fill.BLACK));

    /** The parameter that each has: with which probability it changes an image. */
    static final String PROBABILITY = "p";

    private final String text;
    private final List<Parameter> parameters;
    private final Function<ToDoubleFunction<String>, Augmentation> build;

    AugmentationKind(
            String text,
            double probability,
            List<Parameter> parameters,
            Function<ToDoubleFunction<String>, Augmentation> build) {
        this.text = text;
        this.parameters = concat(new Parameter(PROBABILITY, probability), parameters);
        this.build = build;
    }

    /**
     * A number that shapes an augmentation.
     *
     * @param name as it is written
     * @param otherwise its value where none is given
     */
    record Parameter(String name, double otherwise) {}

    static AugmentationKind of(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new OperatorException(
                        "there is no augmentation '" + text + "'; use " + names() + ", or none for no change"));
    }

    private static String names() {
        return Arrays.stream(values()).map(kind -> kind.text).collect(Collectors.joining(", "));
    }

    /** As it is written. */
    public String text() {
        return text;
    }

    /** In the order in which they are printed. */
    List<Parameter> parameters() {
        return parameters;
    }

    /** Builds it with the given value of each parameter. */
    Augmentation build(ToDoubleFunction<String> given) {
        double probability = given.applyAsDouble(PROBABILITY);
        Augmentation augmentation = build.apply(given);
        return probability == 1 ? augmentation : new Randomly(probability, augmentation);
    }

    private static int whole(String name, ToDoubleFunction<String> given) {
        double value = given.applyAsDouble(name);
        if (value != Math.rint(value)) {
            throw new IllegalArgumentException(name + " must be a whole number, not " + value);
        }
        return (int) value;
    }

    private static List<Parameter> concat(Parameter first, List<Parameter> others) {
        Parameter[] all = new Parameter[others.size() + 1];
        all[0] = first;
        for (int i = 0; i < others.size(); i++) {
            all[i + 1] = others.get(i);
        }
        return List.of(all);
    }
}
