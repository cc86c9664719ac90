package dev.semblance.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.std.PrimitiveArrayDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/** Reads arrays of numbers. Jackson would also take base64 of big-endian floats, which the contract does not have. */
final class FloatsDeserializer extends StdDeserializer<float[]> {
    private static final long serialVersionUID = 1L;
    private static final JsonDeserializer<?> NUMBERS = PrimitiveArrayDeserializers.forType(float.class);

    FloatsDeserializer() {
        super(float[].class);
    }

    @Override
    public float[] deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return (float[])
                (parser.isExpectedStartArrayToken()
                        ? NUMBERS.deserialize(parser, context)
                        : context.handleUnexpectedToken(float[].class, parser));
    }
}
