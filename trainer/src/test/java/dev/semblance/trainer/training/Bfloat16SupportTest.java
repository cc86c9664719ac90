package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Bfloat16SupportTest {
    @ParameterizedTest
    @CsvSource({
        "flags\t\t: fpu sse2 avx512_bf16 amx_bf16 amx_tile, true",
        "flags\t\t: fpu sse2 avx512_bf16, false", // vectors alone
        "flags\t\t: fpu amx_bf16x amx_int8, false",
        "vmx flags\t: amx_bf16, false",
        "Features\t: fp asimd bf16, false" // ARM
    })
    void shouldReadWhatLinuxSaysOfTheProcessor(String line, boolean computes) {
        assertThat(Bfloat16Support.processorHas(
                        Stream.of("processor\t: 0", "model name\t: amx_bf16", line, "", "processor\t: 1")))
                .isEqualTo(computes);
    }

    /** Turing is 7.5, Ampere 8.0 and 8.6, Blackwell 12.0. */
    @ParameterizedTest
    @CsvSource({"75, false", "80, true", "86, true", "120, true"})
    void shouldReadTheComputeCapabilityOfAGpu(String capability, boolean computes) {
        assertThat(Bfloat16Support.gpuHas(capability)).isEqualTo(computes);
    }
}
