package dev.semblance.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Encodes and decodes one Avro record type in Avro's single-object encoding: the marker {@code C3 01}, the CRC-64-AVRO
 * fingerprint of the writer's schema (8 bytes, little-endian), then the binary record.
 *
 * <p>Safe for use by several threads.
 */
public final class SingleObjectCodec<T extends SpecificRecord> {
    private static final int HEADER_BYTES = 10;

    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    /**
     * @param schema the schema that this release reads into and writes with
     * @param earlierSchemas schemas of earlier releases whose records may still lie on a topic
     */
    public SingleObjectCodec(Schema schema, Schema... earlierSchemas) {
        SpecificData model = new SpecificData(SingleObjectCodec.class.getClassLoader());
        encoder = new BinaryMessageEncoder<>(model, schema);
        decoder = new BinaryMessageDecoder<>(model, schema);
        for (Schema earlier : earlierSchemas) {
            decoder.addSchema(earlier);
        }
    }

    /** Tells whether the bytes start as a single-object encoded record does. */
    public static boolean isEncoded(byte[] bytes) {
        return bytes.length >= HEADER_BYTES && bytes[0] == (byte) 0xC3 && bytes[1] == (byte) 0x01;
    }

    public byte[] encode(T message) {
        try {
            ByteBuffer buffer = encoder.encode(message);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Decodes one whole message.
     *
     * @throws MalformedEventException if the bytes are not a record of this type, or are cut short
     */
    public T decode(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (MissingSchemaException e) {
            throw new MalformedEventException(
                    "the record was written with a schema that this release does not know", e);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new MalformedEventException("the record is not a whole Avro single-object message", e);
        }
    }
}
