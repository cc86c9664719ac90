package dev.semblance.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.data.TimeConversions.TimestampMicrosConversion;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Encodes and decodes one Avro record type in Avro's single-object encoding: the marker {@code C3 01}, the CRC-64-AVRO
 * fingerprint of the writer's schema (8 bytes, little-endian), then the binary record.
 *
 * <p>Safe for use by several threads.
 */
public final class SingleObjectCodec<T extends SpecificRecord> {
    private static final int HEADER_BYTES = 10;
    private static final String EVENT_PACKAGE = "dev.semblance.schema.avro";

    static {
        // Avro loads no record class that it was not told to trust; what others have told it stays.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                type -> type.getPackageName().equals(EVENT_PACKAGE)));
    }

    private final BinaryMessageEncoder<T> encoder;
    private final Map<Long, DatumReader<T>> readers;

    /**
     * Reads the records of all versions of the schema, as those of earlier releases may still lie on a topic.
     *
     * @param schema the schema that this release reads into and writes with
     */
    public SingleObjectCodec(Schema schema) {
        this(schema, FrozenSchemas.of(schema.getName()));
    }

    SingleObjectCodec(Schema schema, List<Schema> earlierSchemas) {
        SpecificData model = new SpecificData(SingleObjectCodec.class.getClassLoader());
        model.addLogicalTypeConversion(new TimestampMicrosConversion());
        encoder = new BinaryMessageEncoder<>(model, schema);
        Map<Long, DatumReader<T>> byFingerprint = new HashMap<>();
        for (Schema earlier : earlierSchemas) {
            byFingerprint.put(fingerprint(earlier), new SpecificDatumReader<>(earlier, schema, model));
        }
        byFingerprint.put(fingerprint(schema), new SpecificDatumReader<>(schema, schema, model));
        readers = Map.copyOf(byFingerprint);
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
     * @throws MalformedEventException if the bytes are not a record of this type, are cut short or go on behind it
     */
    public T decode(byte[] bytes) {
        if (!isEncoded(bytes)) {
            throw new MalformedEventException("the record is not an Avro single-object message");
        }
        DatumReader<T> reader = readers.get(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2));
        if (reader == null) {
            throw new MalformedEventException("the record was written with a schema that this release does not know");
        }
        return decodeBody(reader, bytes);
    }

    // Not Avro's BinaryMessageDecoder: it reads from a stream, so it believes any length that a damaged record claims
    // and allocates it, and it takes no notice of bytes behind the record.
    private static <T> T decodeBody(DatumReader<T> reader, byte[] bytes) {
        BinaryDecoder body = DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
        try {
            T record = reader.read(null, body);
            if (!body.isEnd()) {
                throw new MalformedEventException("the record has bytes behind its end");
            }
            return record;
        } catch (IOException
                | AvroRuntimeException
                | IndexOutOfBoundsException
                | UnsupportedOperationException
                | NegativeArraySizeException e) {
            throw new MalformedEventException("the record is not a whole Avro single-object message", e);
        }
    }

    private static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }
}
