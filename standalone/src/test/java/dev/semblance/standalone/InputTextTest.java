package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.InputSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputTextTest {
    @Test
    void shouldReadTheNormalisationOfEachChannel() {
        assertThat(new InputText("224x160x3", "0.485, 0.456,0.406", "0.229,0.224,0.225").spec())
                .isEqualTo(new InputSpec(224, 160, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f)));
    }

    @Test
    void shouldTakeOneNumberForAllChannels() {
        assertThat(new InputText("32x32x3", "0.5", "0.25").spec()).isEqualTo(new InputSpec(32, 32, 3, 0.5f, 0.25f));
        assertThat(new InputText("28x28x1", "0", "1").spec()).isEqualTo(new InputSpec(28, 28, 1, 0, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "224x224   | 0     | 1    | '224x224' is no size of images: write width x height x channels",
                "3x224x224 | 0     | 1    | '3x224x224' is no size of images",
                "0x8x3     | 0     | 1    | no network takes 0 x 8 x 3",
                "8x8x3     | 0,0   | 1    | no network takes 8 x 8 x 2",
                "8x8x3     | 0     | 1,1  | 3 means and 2 standard deviations do not fit together",
                "8x8x3     | 0     | 0    | cannot normalise by means",
                "8x8x3     | 0,a,0 | 1    | 'a' in '0,a,0' is no number"
            })
    void shouldRefuseWhatNoNetworkTakes(String size, String means, String deviations, String message) {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new InputText(size, means, deviations).spec())
                .withMessageStartingWith(message);
    }
}
