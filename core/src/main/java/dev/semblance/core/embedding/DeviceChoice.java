package dev.semblance.core.embedding;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.semblance.core.OperatorException;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N} into a device that is there. {@code auto} takes the
 * first GPU, and the CPU where there is none.
 */
public final class DeviceChoice {
    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

    private DeviceChoice() {}

    /** Chooses among the devices that DJL finds on this machine. */
    public static Device choose(String wanted) {
        return choose(wanted, () -> Engine.getInstance().getGpuCount());
    }

    static Device choose(String wanted, IntSupplier gpuCount) {
        if (wanted.equals("cpu")) {
            return Device.cpu();
        }
        if (wanted.equals("auto")) {
            return gpuCount.getAsInt() > 0 ? Device.gpu(0) : Device.cpu();
        }
        Matcher gpu = GPU.matcher(wanted);
        if (!gpu.matches()) {
            throw new OperatorException("unknown device '" + wanted + "': use auto, cpu, gpu or gpu:N");
        }
        int number = gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1));
        int found = gpuCount.getAsInt();
        if (number >= found) {
            throw new OperatorException(
                    "device '" + wanted + "' is not there: " + found + " GPUs were found; use auto or cpu");
        }
        return Device.gpu(number);
    }
}
