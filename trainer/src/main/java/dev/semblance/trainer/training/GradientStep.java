package dev.semblance.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An optimizer whose state can be kept and taken up again, which those of DJL cannot: without it a run that is resumed
 * would not end as it would have without the interruption. Each weight has a state, which lives as long as its manager.
 */
abstract class GradientStep {
    private final SortedMap<String, NDList> states = new TreeMap<>();
    /** State of weights that have not been stepped since it was restored. */
    private final Map<String, byte[]> restored = new HashMap<>();

    private long steps;

    /** Begins the next step; what follows updates each weight once. */
    final void begin() {
        steps++;
    }

    /** Steps done, the present one included. */
    final long steps() {
        return steps;
    }

    /** Moves a weight, in place. */
    final void update(String name, NDArray weight, NDArray gradient, float rate) {
        step(weight, gradient, states.computeIfAbsent(name, unknown -> state(unknown, weight)), rate);
    }

    /** State of a weight before its first step, in the weight's manager. */
    abstract NDList create(NDArray weight);

    /** Moves the weight and its state, in place. The gradient may be written to. */
    abstract void step(NDArray weight, NDArray gradient, NDList state, float rate);

    private NDList state(String name, NDArray weight) {
        byte[] kept = restored.remove(name);
        if (kept == null) {
            return create(weight);
        }
        NDList state = NDList.decode(weight.getManager(), kept);
        state.attach(weight.getManager());
        return state;
    }

    /** Writes the steps done and the state of every weight. */
    final void save(DataOutputStream out) throws IOException {
        out.writeLong(steps);
        out.writeInt(states.size() + restored.size());
        for (Map.Entry<String, NDList> entry : states.entrySet()) {
            write(out, entry.getKey(), entry.getValue().encode());
        }
        for (Map.Entry<String, byte[]> entry : restored.entrySet()) {
            write(out, entry.getKey(), entry.getValue());
        }
    }

    private static void write(DataOutputStream out, String name, byte[] state) throws IOException {
        out.writeUTF(name);
        out.writeInt(state.length);
        out.write(state);
    }

    /** Takes up what was saved, before the first step. */
    final void restore(DataInputStream in) throws IOException {
        steps = in.readLong();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            restored.put(name, in.readNBytes(in.readInt()));
        }
    }
}
