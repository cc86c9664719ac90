package dev.semblance.trainer.training;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells which devices have matrix instructions for bfloat16. */
final class Bfloat16Support {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo"); // Linux only
    /** What Linux calls the matrix instructions; with those for vectors, avx512_bf16, steps took longer. */
    private static final String INSTRUCTIONS = "amx_bf16";

    private static final Pattern FLAGS = Pattern.compile("flags\\s*:(.*)");
    /** Compute capability of the first GPUs with bfloat16 (Ampere), as DJL gives it. */
    private static final int AMPERE = 80;

    private Bfloat16Support() {}

    static boolean has(Device device) {
        if (device.isGpu()) {
            return gpuHas(CudaUtils.getComputeCapability(device.getDeviceId()));
        }
        // Names of processors may hold any byte, and in this charset each is a character.
        try (Stream<String> lines = Files.lines(PROCESSORS, StandardCharsets.ISO_8859_1)) {
            return processorHas(lines);
        } catch (IOException | UncheckedIOException e) {
            return false; // not told, so as if it had none
        }
    }

    /** Whether a GPU does, by its compute capability: {@code 86} is 8.6. */
    static boolean gpuHas(String capability) {
        return Integer.parseInt(capability) >= AMPERE;
    }

    /** Whether a processor does, by what Linux says of it. */
    static boolean processorHas(Stream<String> said) {
        return said.map(FLAGS::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .map(flags -> Arrays.asList(flags.group(1).strip().split("\\s+")))
                .filter(flags -> flags.contains(INSTRUCTIONS))
                .isPresent();
    }
}
