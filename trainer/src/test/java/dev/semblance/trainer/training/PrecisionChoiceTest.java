package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.semblance.core.OperatorException;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.Precision;
import dev.semblance.core.store.Sha256;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the devices can do is made up. */
class PrecisionChoiceTest {
    private static final NetworkSpec OWN = NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 8);
    private static final NetworkSpec FOREIGN = new NetworkSpec.TorchScriptBackbone(Sha256.of(new byte[] {1}), 8);
    private static final List<Device> GPUS = List.of(Device.gpu(0), Device.gpu(1));

    @Test
    void shouldTakeBfloat16WhereAllDevicesComputeIt() {
        assertThat(PrecisionChoice.of(PrecisionChoice.Wanted.AUTO, OWN, GPUS, device -> true))
                .isEqualTo(new PrecisionChoice(Precision.BFLOAT16, "asked for auto, found matrix instructions for it"));
        assertThat(PrecisionChoice.of(PrecisionChoice.Wanted.AUTO, OWN, GPUS, device -> device.getDeviceId() == 0))
                .isEqualTo(new PrecisionChoice(
                        Precision.FLOAT32, "asked for auto, found no matrix instructions for bfloat16"));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void shouldTakeWhatIsNamedWhateverTheDevicesCompute(Precision named) {
        PrecisionChoice.Wanted wanted = PrecisionChoice.Wanted.valueOf(named.name());
        for (boolean able : new boolean[] {true, false}) {
            assertThat(PrecisionChoice.of(wanted, OWN, List.of(Device.cpu()), device -> able))
                    .isEqualTo(new PrecisionChoice(named, "asked for it"));
        }
    }

    @Test
    void shouldLeaveTorchScriptNetworksAsTheyAre() {
        assertThat(PrecisionChoice.of(PrecisionChoice.Wanted.AUTO, FOREIGN, GPUS, device -> true)
                        .precision())
                .isEqualTo(Precision.FLOAT32);
        assertThatThrownBy(() -> PrecisionChoice.of(PrecisionChoice.Wanted.BFLOAT16, FOREIGN, GPUS, device -> true))
                .isInstanceOf(OperatorException.class)
                .hasMessageEndingWith("set train.precision to auto or float32");
    }
}
