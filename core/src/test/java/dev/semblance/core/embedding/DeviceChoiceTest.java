package dev.semblance.core.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.semblance.core.OperatorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
    @Test
    void shouldTakeTheFirstGpuWhereThereIsOne() {
        assertThat(DeviceChoice.choose("auto", () -> 2)).isEqualTo(Device.gpu(0));
        assertThat(DeviceChoice.choose("auto", () -> 0)).isEqualTo(Device.cpu());
    }

    @Test
    void shouldTakeWhatIsAskedFor() {
        assertThat(DeviceChoice.choose("cpu", () -> 2)).isEqualTo(Device.cpu());
        assertThat(DeviceChoice.choose("gpu", () -> 2)).isEqualTo(Device.gpu(0));
        assertThat(DeviceChoice.choose("gpu:1", () -> 2)).isEqualTo(Device.gpu(1));
    }

    @Test
    void shouldRefuseAGpuThatIsNotThere() {
        assertThatThrownBy(() -> DeviceChoice.choose("gpu:1", () -> 1))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("gpu:1")
                .hasMessageContaining("1 GPUs were found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tpu", "gpu:", "gpu:x", "GPU", "gpu:1234"})
    void shouldRefuseWhatIsNoDevice(String wanted) {
        assertThatThrownBy(() -> DeviceChoice.choose(wanted, () -> 9))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("unknown device");
    }
}
