package dev.semblance.core.embedding;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.semblance.core.OperatorException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices that a component runs on, and why.
 *
 * <p>Whoever embeds takes one: {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}, where {@code auto} is the first
 * GPU, and the CPU where there is none. Whoever trains can share a batch out to several: {@code gpus} and {@code auto}
 * are all GPUs then, and {@code gpu:0,gpu:1} names some.
 *
 * @param devices at least one
 * @param reason for people: what was asked for and what was found
 */
public record DeviceChoice(List<Device> devices, String reason) {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceChoice.class);
    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

    public DeviceChoice {
        devices = List.copyOf(devices);
    }

    /** Chooses one of the devices that DJL finds on this machine, and logs which and why. */
    public static Device choose(String wanted) {
        return logged(one(wanted, DeviceChoice::detect)).devices().getFirst();
    }

    /** Chooses among the devices that DJL finds on this machine, and logs which and why. */
    public static List<Device> chooseAll(String wanted) {
        return logged(all(wanted, DeviceChoice::detect)).devices();
    }

    private static int detect() {
        return Engine.getInstance().getGpuCount();
    }

    private static DeviceChoice logged(DeviceChoice choice) {
        LOG.info("running on {}: {}", choice.devices(), choice.reason());
        return choice;
    }

    static DeviceChoice one(String wanted, IntSupplier gpuCount) {
        if (wanted.equals("auto")) {
            int found = gpuCount.getAsInt();
            return automatic(found, Math.min(found, 1));
        }
        return new DeviceChoice(List.of(named(wanted, gpuCount, "auto, cpu, gpu or gpu:N")), "asked for " + wanted);
    }

    static DeviceChoice all(String wanted, IntSupplier gpuCount) {
        if (wanted.equals("auto")) {
            int found = gpuCount.getAsInt();
            return automatic(found, found);
        }
        if (wanted.equals("gpus")) {
            int found = gpuCount.getAsInt();
            require(found > 0, "no GPU was found for 'gpus'; use auto or cpu");
            return new DeviceChoice(gpus(found), "asked for gpus, found " + found);
        }
        List<Device> devices = new ArrayList<>();
        for (String name : wanted.split(",", -1)) {
            Device device = named(name.strip(), gpuCount, "auto, cpu, gpu, gpu:N, gpus or several as gpu:0,gpu:1");
            require(!devices.contains(device), "device '" + name.strip() + "' is named twice in '" + wanted + "'");
            devices.add(device);
        }
        require(
                devices.size() == 1 || !devices.contains(Device.cpu()),
                "cannot share batches out to '" + wanted + "': name GPUs only, or the CPU alone");
        return new DeviceChoice(devices, "asked for " + wanted);
    }

    private static DeviceChoice automatic(int found, int used) {
        if (found == 0) {
            return new DeviceChoice(List.of(Device.cpu()), "asked for auto, found no GPU");
        }
        return new DeviceChoice(gpus(used), "asked for auto, found " + found + (found == 1 ? " GPU" : " GPUs"));
    }

    private static List<Device> gpus(int count) {
        return IntStream.range(0, count).mapToObj(Device::gpu).toList();
    }

    private static Device named(String name, IntSupplier gpuCount, String choices) {
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        Matcher gpu = GPU.matcher(name);
        require(gpu.matches(), "unknown device '" + name + "': use " + choices);
        int number = gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1));
        int found = gpuCount.getAsInt();
        require(number < found, "device '" + name + "' is not there: " + found + " GPUs were found; use auto or cpu");
        return Device.gpu(number);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new OperatorException(message);
        }
    }
}
