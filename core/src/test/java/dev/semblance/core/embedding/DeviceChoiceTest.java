package dev.semblance.core.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.semblance.core.OperatorException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of GPUs that are found is made up. */
class DeviceChoiceTest {
    @Test
    void shouldTakeTheFirstGpuAndTheCpuWhereThereIsNone() {
        assertThat(DeviceChoice.one("auto", () -> 2))
                .isEqualTo(new DeviceChoice(List.of(Device.gpu(0)), "asked for auto, found 2 GPUs"));
        assertThat(DeviceChoice.one("auto", () -> 0))
                .isEqualTo(new DeviceChoice(List.of(Device.cpu()), "asked for auto, found no GPU"));
    }

    @Test
    void shouldTrainOnAllGpusAndOnTheCpuWhereThereIsNone() {
        assertThat(DeviceChoice.all("auto", () -> 2))
                .isEqualTo(new DeviceChoice(List.of(Device.gpu(0), Device.gpu(1)), "asked for auto, found 2 GPUs"));
        assertThat(DeviceChoice.all("auto", () -> 1))
                .isEqualTo(new DeviceChoice(List.of(Device.gpu(0)), "asked for auto, found 1 GPU"));
        assertThat(DeviceChoice.all("auto", () -> 0))
                .isEqualTo(new DeviceChoice(List.of(Device.cpu()), "asked for auto, found no GPU"));
    }

    @Test
    void shouldTakeTheDeviceThatIsNamed() {
        assertThat(DeviceChoice.one("cpu", () -> 2).devices()).containsExactly(Device.cpu());
        assertThat(DeviceChoice.one("gpu", () -> 2).devices()).containsExactly(Device.gpu(0));
        assertThat(DeviceChoice.one("gpu:1", () -> 2).devices()).containsExactly(Device.gpu(1));
        assertThat(DeviceChoice.one("gpu:1", () -> 2).reason()).isEqualTo("asked for gpu:1");
    }

    @Test
    void shouldTrainOnTheDevicesThatAreNamed() {
        assertThat(DeviceChoice.all("cpu", () -> 2).devices()).containsExactly(Device.cpu());
        assertThat(DeviceChoice.all("gpu", () -> 2).devices()).containsExactly(Device.gpu(0));
        assertThat(DeviceChoice.all("gpu:2, gpu:0", () -> 3).devices()).containsExactly(Device.gpu(2), Device.gpu(0));
        assertThat(DeviceChoice.all("gpus", () -> 3).devices())
                .containsExactly(Device.gpu(0), Device.gpu(1), Device.gpu(2));
    }

    @Test
    void shouldRefuseAGpuThatIsNotThere() {
        assertThatThrownBy(() -> DeviceChoice.one("gpu:1", () -> 1))
                .isInstanceOf(OperatorException.class)
                .hasMessage("device 'gpu:1' is not there: 1 GPUs were found; use auto or cpu");
        assertThatThrownBy(() -> DeviceChoice.all("gpu:0,gpu:1", () -> 1))
                .isInstanceOf(OperatorException.class)
                .hasMessage("device 'gpu:1' is not there: 1 GPUs were found; use auto or cpu");
        assertThatThrownBy(() -> DeviceChoice.all("gpus", () -> 0))
                .isInstanceOf(OperatorException.class)
                .hasMessage("no GPU was found for 'gpus'; use auto or cpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tpu", "GPU", "gpu:", "gpu:-1", "gpu:1000", "cpu:0", "gpus", "gpu:0,gpu:1"})
    void shouldRefuseWhatIsNoDevice(String wanted) {
        assertThatThrownBy(() -> DeviceChoice.one(wanted, () -> 9))
                .isInstanceOf(OperatorException.class)
                .hasMessage("unknown device '" + wanted + "': use auto, cpu, gpu or gpu:N");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "gpu:0, | unknown device ''",
                "gpu:0,auto | unknown device 'auto'",
                "gpu:1,gpu:1 | device 'gpu:1' is named twice",
                "gpu,gpu:0 | device 'gpu:0' is named twice",
                "cpu,gpu:0 | cannot share batches out to"
            })
    void shouldRefuseWhatIsNoListOfDevices(String wanted, String message) {
        assertThatThrownBy(() -> DeviceChoice.all(wanted, () -> 9))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith(message);
    }
}
