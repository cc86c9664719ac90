package dev.semblance.query;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.query.Requests.QueryJson;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads bodies, within their limits. */
final class RequestBody {
    private static final ObjectMapper JSON = JsonMapper.builder()
            // The default would put a piece of the body, which may be long and private, into messages.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // The contract is what is taken: "5", 5.5 and null are not 5, and what is said twice is not clear.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    private static final String JSON_TYPE = "application/json";
    private static final String VECTOR_TYPE = "application/octet-stream";
    private static final String IMAGE_TYPES = "image/";

    private final int imageBytes;
    private final int jsonBytes;

    RequestBody(QuerySettings settings) {
        this.imageBytes = settings.imageLimits().maxBytes();
        this.jsonBytes = settings.limits().requestBytes();
    }

    /** What the body of a query is. */
    sealed interface Content {
        /** A single query. */
        record Single(QueryJson query) implements Content {}

        /** JSON that is to be read. */
        @SuppressWarnings("ArrayRecordComponent") // nobody compares them
        record Json(byte[] bytes) implements Content {}
    }

    /** Reads the body of a query: an image file, a vector as float32 little-endian, or JSON. */
    Content query(ServerRequest request, Admission.Memory memory) {
        String type = mediaType(request);
        if (type.equals(JSON_TYPE)) {
            return new Content.Json(bytes(request, memory, jsonBytes));
        }
        if (type.equals(VECTOR_TYPE)) {
            return new Content.Single(QueryJson.vector(vector(bytes(request, memory, imageBytes))));
        }
        if (type.startsWith(IMAGE_TYPES)) {
            return new Content.Single(QueryJson.image(bytes(request, memory, imageBytes)));
        }
        throw new ProblemException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "the body is an image file with Content-Type image/png, image/jpeg, image/gif or image/bmp, a vector of "
                        + "float32 little-endian with application/octet-stream, or JSON with application/json, not "
                        + (type.isEmpty() ? "without Content-Type" : type));
    }

    /** Reads a body that is JSON. */
    byte[] json(ServerRequest request, Admission.Memory memory) {
        String mediaType = mediaType(request);
        if (!mediaType.equals(JSON_TYPE)) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "the body is JSON with Content-Type application/json, not "
                            + (mediaType.isEmpty() ? "without Content-Type" : mediaType));
        }
        return bytes(request, memory, jsonBytes);
    }

    /** Parses JSON, and says where it is not what it should be. */
    static <T> T parse(byte[] bytes, Class<T> type) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            T value = JSON.readValue(parser, type);
            if (value == null) {
                throw new ProblemException(ProblemType.BAD_REQUEST, "the body is a JSON object, not null");
            }
            if (parser.nextToken() != null) {
                throw new ProblemException(ProblemType.BAD_REQUEST, "the body goes on after its JSON object");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw new ProblemException(
                            ProblemType.BAD_REQUEST,
                            "there is no field '" + e.getPropertyName() + "' here; known: "
                                    + e.getKnownPropertyIds().stream()
                                            .map(Object::toString)
                                            .sorted()
                                            .collect(Collectors.joining(", ")))
                    .at(pointer(e.getPath()));
        } catch (InvalidNullException e) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "null cannot stand here").at(pointer(e.getPath()));
        } catch (MismatchedInputException e) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "this is not " + expected(e.getTargetType()))
                    .at(pointer(e.getPath()));
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof JsonParseException torn) {
                throw noJson(torn);
            }
            throw new ProblemException(ProblemType.BAD_REQUEST, e.getOriginalMessage()).at(pointer(e.getPath()));
        } catch (JsonProcessingException e) {
            throw noJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it reads from memory
        }
    }

    private static ProblemException noJson(JsonProcessingException fault) {
        return new ProblemException(
                ProblemType.BAD_REQUEST,
                "the body is no JSON, from line " + fault.getLocation().getLineNr() + ", column "
                        + fault.getLocation().getColumnNr() + " on");
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null || type.isRecord() || Map.class.isAssignableFrom(type)) {
            return "an object";
        }
        if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
            return "a whole number";
        }
        if (type == Float.class || type == float.class || type == Double.class || type == double.class) {
            return "a number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == byte[].class) {
            return "base64";
        }
        return type == String.class ? "text" : "an array";
    }

    private static String pointer(List<JsonMappingException.Reference> path) {
        return path.stream()
                .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
                .collect(Collectors.joining());
    }

    private static String mediaType(ServerRequest request) {
        return request.headers()
                .contentType()
                .map(media -> media.mediaType().text().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static float[] vector(byte[] bytes) {
        try {
            return Embedding.valuesOf(bytes);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemType.BAD_VECTOR, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] bytes(ServerRequest request, Admission.Memory memory, int limit) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        OptionalLong length = request.headers().contentLength();
        if (length.orElse(0) > limit) {
            throw tooLarge(limit);
        }
        memory.hold(length.orElse(limit));
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw tooLarge(limit);
            }
            return body;
        } catch (IOException | UncheckedIOException | DataReader.InsufficientDataAvailableException e) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "the body broke off before its end");
        }
    }

    private static ProblemException tooLarge(int limit) {
        return new ProblemException(
                ProblemType.TOO_LARGE,
                "the body has more bytes than the limit of " + limit + " (" + Reason.TOO_MANY_BYTES.code() + ")");
    }
}
