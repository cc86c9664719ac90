package dev.semblance.trainer.training;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.core.model.Precision;
import dev.semblance.core.model.Weights;
import dev.semblance.core.store.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that a run needs to go on as if it had not been interrupted. What is random in a run depends on its seed and the
 * number of the step, and needs no state. As bytes, big-endian:
 *
 * <pre>
 * "SMBC", int32 format 2
 * plan, data       UTF: SHA-256 of the plan and of the training images
 * precision        UTF: what it is learned in
 * steps, nanos     int64: done, and the training time they took
 * lossSum          float64: of the epoch under way
 * epochs           bytes: JSON
 * best             int32 epoch (0: none), then if there is one float64 recall@1 and its weights
 * weights          bytes module, bytes parameters; length -1 where there are none
 * learner          bytes: optimizer and memory of the loss
 * digest           64 hex digits: SHA-256 of all before it
 * </pre>
 *
 * where bytes are an int32 length and as many bytes.
 *
 * @param plan fingerprint of the plan
 * @param data fingerprint of the training images
 * @param precision that the run began in
 * @param position where the run stands
 * @param best epoch until now
 * @param weights what the network has learned
 * @param learner what {@link Learner#saveState} wrote
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record Checkpoint(
        Sha256 plan,
        Sha256 data,
        Precision precision,
        Position position,
        Optional<Best> best,
        Weights weights,
        byte[] learner) {
    private static final int MAGIC = 0x534D4243;
    private static final int FORMAT = 2;
    private static final int DIGEST_BYTES = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Where a run stands.
     *
     * @param steps done
     * @param nanos of training
     * @param lossSum over the batches of the epoch that is under way
     * @param epochs that have ended
     */
    record Position(long steps, long nanos, double lossSum, List<Epoch> epochs) {
        static final Position START = new Position(0, 0, 0, List.of());

        Position {
            epochs = List.copyOf(epochs);
        }
    }

    /** The epoch that did best on held-out images, by recall@1. */
    record Best(int epoch, double recall, Weights weights) {}

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(new DataOutputStream(bytes));
            bytes.write(Sha256.of(bytes.toByteArray()).hex().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException("memory takes all that is written to it", e);
        }
        return bytes.toByteArray();
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeInt(MAGIC);
        out.writeInt(FORMAT);
        out.writeUTF(plan.hex());
        out.writeUTF(data.hex());
        out.writeUTF(precision.name());
        out.writeLong(position.steps());
        out.writeLong(position.nanos());
        out.writeDouble(position.lossSum());
        write(out, JSON.writeValueAsBytes(position.epochs()));
        out.writeInt(best.map(Best::epoch).orElse(0));
        if (best.isPresent()) {
            out.writeDouble(best.get().recall());
            write(out, best.get().weights());
        }
        write(out, weights);
        write(out, learner);
    }

    private static void write(DataOutputStream out, Weights weights) throws IOException {
        write(out, weights.module().orElse(null));
        write(out, weights.parameters().orElse(null));
    }

    private static void write(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    /** @throws IOException if the bytes are no checkpoint, or not all that was written */
    static Checkpoint fromBytes(byte[] bytes) throws IOException {
        int length = Math.max(0, bytes.length - DIGEST_BYTES);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
        if (length >= 2 * Integer.BYTES && (in.readInt() != MAGIC || in.readInt() != FORMAT)) {
            throw new IOException("this is no checkpoint of a training run, or one of another release");
        }
        String digest = new String(bytes, length, bytes.length - length, StandardCharsets.US_ASCII);
        if (!Sha256.of(Arrays.copyOf(bytes, length)).hex().equals(digest)) {
            throw new IOException("the checkpoint is damaged");
        }
        Sha256 plan = new Sha256(in.readUTF());
        Sha256 data = new Sha256(in.readUTF());
        Precision precision = Precision.valueOf(in.readUTF());
        Position position = new Position(
                in.readLong(),
                in.readLong(),
                in.readDouble(),
                JSON.readValue(require(in), new TypeReference<List<Epoch>>() {}));
        int bestEpoch = in.readInt();
        Optional<Best> best =
                bestEpoch == 0 ? Optional.empty() : Optional.of(new Best(bestEpoch, in.readDouble(), readWeights(in)));
        return new Checkpoint(plan, data, precision, position, best, readWeights(in), require(in));
    }

    private static Weights readWeights(DataInputStream in) throws IOException {
        Optional<byte[]> module = read(in);
        Optional<byte[]> parameters = read(in);
        Weights held = module.map(Weights::ofModule).orElse(Weights.none());
        return parameters.map(held::withParameters).orElse(held);
    }

    private static byte[] require(DataInputStream in) throws IOException {
        return read(in).orElseThrow(() -> new IOException("the checkpoint lacks a part"));
    }

    private static Optional<byte[]> read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return Optional.empty();
        }
        return Optional.of(in.readNBytes(length));
    }
}
