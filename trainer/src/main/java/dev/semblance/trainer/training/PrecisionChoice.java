package dev.semblance.trainer.training;

import ai.djl.Device;
import dev.semblance.core.OperatorException;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.Precision;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The precision that a network learns in, and why.
 *
 * @param precision of its convolutions
 * @param reason for people: what was asked for and what was found
 */
public record PrecisionChoice(Precision precision, String reason) {
    private static final Logger LOG = LoggerFactory.getLogger(PrecisionChoice.class);

    /** What can be asked for. */
    public enum Wanted {
        /** Bfloat16 where all devices have matrix instructions for it, else float32. */
        AUTO,
        /** As {@link Precision#FLOAT32}. */
        FLOAT32,
        /** As {@link Precision#BFLOAT16}, also where it is slow. */
        BFLOAT16
    }

    /**
     * Chooses by what the devices can do, and logs what and why.
     *
     * @throws OperatorException if the network cannot learn in the precision that is wanted
     */
    static Precision choose(Wanted wanted, NetworkSpec network, List<Device> devices) {
        PrecisionChoice choice = of(wanted, network, devices, Bfloat16Support::has);
        LOG.info("learning in {}: {}", choice.precision().spelled(), choice.reason());
        return choice.precision();
    }

    static PrecisionChoice of(
            Wanted wanted, NetworkSpec network, List<Device> devices, Predicate<Device> computesBfloat16) {
        boolean own = network instanceof NetworkSpec.BuiltIn;
        return switch (wanted) {
            case FLOAT32 -> new PrecisionChoice(Precision.FLOAT32, "asked for it");
            case BFLOAT16 -> {
                if (!own) {
                    throw new OperatorException("a TorchScript network learns in the precision it has, not in bfloat16;"
                            + " set train.precision to auto or float32");
                }
                yield new PrecisionChoice(Precision.BFLOAT16, "asked for it");
            }
            case AUTO -> {
                if (!own) {
                    yield new PrecisionChoice(Precision.FLOAT32, "asked for auto, a TorchScript network has its own");
                }
                yield devices.stream().allMatch(computesBfloat16)
                        ? new PrecisionChoice(Precision.BFLOAT16, "asked for auto, found matrix instructions for it")
                        : new PrecisionChoice(
                                Precision.FLOAT32, "asked for auto, found no matrix instructions for bfloat16");
            }
        };
    }
}
