package dev.semblance.trainer.training;

import ai.djl.Device;
import dev.semblance.core.embedding.DeviceChoice;
import dev.semblance.core.model.Precision;
import java.util.List;

/**
 * What a run is computed on, and how exactly.
 *
 * @param devices at least one; the first holds the weights, and one that is named twice takes two shares of a batch
 * @param precision of what is learned from
 */
record Hardware(List<Device> devices, Precision precision) {
    Hardware {
        devices = List.copyOf(devices);
    }

    /** What the plan asks for, of what this machine has. */
    static Hardware choose(TrainingPlan plan) {
        List<Device> devices = DeviceChoice.chooseAll(plan.device());
        return new Hardware(devices, PrecisionChoice.choose(plan.precision(), plan.network(), devices));
    }

    /** The same, but for the precision: a run goes on in the one that it began in. */
    Hardware in(Precision begun) {
        return new Hardware(devices, begun);
    }

    /** Holds the weights, and computes losses. */
    Device first() {
        return devices.getFirst();
    }
}
