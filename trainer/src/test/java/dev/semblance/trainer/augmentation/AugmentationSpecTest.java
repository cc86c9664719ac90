package dev.semblance.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semblance.core.OperatorException;
import dev.semblance.trainer.augmentation.Cutout.Fill;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AugmentationSpecTest {
    @Test
    void shouldBuildWhatItNames() {
        String text = "flip, crop(padding=2), jitter(p=1, brightness=0.4,contrast=0.3,saturation=0.2,hue=0.1), "
                + "grey(p=1),blur(p=0.25),solarize(p=1,threshold=0.75),cutout(),cutout-black(share=0.25),"
                + "resized-crop(min-area=0.5,max-area=0.75,min-aspect=1,max-aspect=2),shift(share=0.125)";

        assertThat(AugmentationSpec.parse(text).augmentation())
                .isEqualTo(new Compose(List.of(
                        new Randomly(0.5, new HorizontalFlip()),
                        new PaddedCrop(2),
                        new ColourJitter(0.4, 0.3, 0.2, 0.1),
                        new Grey(),
                        new Randomly(0.25, new GaussianBlur(0.1, 2)),
                        new Solarize(0.75),
                        new Cutout(0.5, Fill.MEAN),
                        new Cutout(0.25, Fill.BLACK),
                        new ResizedCrop(0.5, 0.75, 1, 2),
                        new RandomShift(0.125))));
    }

    @Test
    void shouldPrintEveryParameter() {
        assertThat(AugmentationSpec.parse(" crop( padding = 2 ) ,flip")).hasToString("crop(p=1,padding=2),flip(p=0.5)");
        assertThat(AugmentationSpec.parse("jitter(hue=0.05)"))
                .hasToString("jitter(p=0.8,brightness=0.4,contrast=0.4,saturation=0.4,hue=0.05)");
    }

    @Test
    void shouldKnowNone() {
        assertThat(AugmentationSpec.parse(" none "))
                .isEqualTo(AugmentationSpec.NONE)
                .hasToString("none");
        assertThat(AugmentationSpec.NONE.augmentation()).isEqualTo(Compose.NOTHING);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatItPrints(AugmentationKind kind) {
        AugmentationSpec spec = AugmentationSpec.parse(kind.text() + ",flip," + kind.text() + "(p=0.125)");

        assertThat(AugmentationSpec.parse(spec.toString())).isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flop | there is no augmentation 'flop'; use flip, shift, crop, resized-crop, jitter, grey, blur, solarize, cutout, cutout-black, or none for no change",
                "flip,none | there is no augmentation 'none'",
                "flip, | there is no augmentation ''",
                "'' | there is no augmentation ''",
                "Flip | there is no augmentation 'Flip'",
                "crop(pad=4) | augmentation crop has no parameter 'pad'; write parameter=number, with one of p, padding",
                "crop(4) | augmentation crop has no parameter '4'",
                "crop(padding=4,) | augmentation crop has no parameter ''",
                "crop(padding=4,padding=5) | augmentation crop is given padding twice",
                "crop(padding=four) | the padding of augmentation crop is no number: 'four'",
                "flip(p=NaN) | the p of augmentation flip is no number: 'NaN'",
                "flip(p=1.5) | augmentation flip cannot be made: probability must be 0.0 to 1.0, not 1.5",
                "crop(padding=1.5) | augmentation crop cannot be made: padding must be a whole number, not 1.5",
                "crop(padding=-1) | augmentation crop cannot be made: padding must be",
                "blur(min-sigma=3) | augmentation blur cannot be made: the least sigma, 3.0, is above the largest, 2.0",
                "crop(padding=4 | cannot read the augmentation 'crop(padding=4'; write it as name or as name(",
                "crop)4( | cannot read the augmentation 'crop)4('"
            })
    void shouldSayWhatIsWrong(String text, String message) {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> AugmentationSpec.parse(text))
                .withMessageStartingWith(message);
    }

    @Test
    void shouldRefuseStepsThatLackAParameter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AugmentationStep(AugmentationKind.CROP, Map.of("padding", 4.0)))
                .withMessageContaining("padding");
    }

    /** What every augmentation promises, on images of any form. */
    @ParameterizedTest
    @EnumSource
    void shouldRepeatWithTheSeedAndStayInRange(AugmentationKind kind) {
        Augmentation augmentation = AugmentationSpec.parse(kind.text()).augmentation();
        for (int channels : new int[] {1, 3}) {
            for (int round = 0; round < 100; round++) {
                long seed = Images.SEED + round;
                ImageBuffer first = Images.ramp(9, 7, channels);
                ImageBuffer second = Images.ramp(9, 7, channels);
                augmentation.apply(first, new SplittableRandom(seed));
                augmentation.apply(second, new SplittableRandom(seed));

                assertThat(Images.values(first)).as("seed %d", seed).containsExactly(Images.values(second));
                for (float value : Images.values(first)) {
                    assertThat(value).as("seed %d", seed).isBetween(0f, 1f);
                }
            }
        }
    }
}
