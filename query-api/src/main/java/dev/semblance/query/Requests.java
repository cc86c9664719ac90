package dev.semblance.query;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of requests. Field names are the contract; what is null was not given. */
final class Requests {
    private Requests() {}

    /** One of {@code image} (base64), {@code vector} and {@code id}; the others are for matches and labelled sets. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record QueryJson(
            byte @Nullable [] image,

            @JsonDeserialize(using = FloatsDeserializer.class)
            float @Nullable [] vector,

            @Nullable String id,
            @Nullable String label,
            @Nullable String queryId,
            @Nullable String actual) {
        static QueryJson image(byte[] encoded) {
            return new QueryJson(encoded, null, null, null, null, null);
        }

        static QueryJson vector(float[] values) {
            return new QueryJson(null, values, null, null, null, null);
        }

        static QueryJson id(String id) {
            return new QueryJson(null, null, id, null, null, null);
        }

        QueryJson identified(@Nullable String newQueryId, @Nullable String newActual) {
            return new QueryJson(image, vector, id, label, newQueryId, newActual);
        }
    }

    record FilterJson(
            @Nullable List<String> labels,
            @Nullable List<String> withoutLabels,
            @Nullable Map<String, String> attributes) {}

    record AfterJson(@Nullable Integer partition, @Nullable Long offset) {}

    record LookupRequestJson(
            @Nullable List<QueryJson> queries,
            @Nullable Integer k,
            @Nullable FilterJson filter,
            @Nullable Boolean exact,
            @Nullable Float radius,
            @Nullable Integer ef,
            @Nullable List<String> include,
            @Nullable List<AfterJson> after) {}

    record MatchRequestJson(
            @Nullable List<QueryJson> queries,
            @Nullable String calibration,
            @Nullable String cutpoint,
            @Nullable Float threshold,
            @Nullable String matcher,
            @Nullable Integer k,
            @Nullable String noMatchLabel,
            @Nullable FilterJson filter,
            @Nullable Boolean exact,
            @Nullable Integer ef,
            @Nullable List<String> include,
            @Nullable List<AfterJson> after) {}

    record TargetJson(
            @Nullable String name,
            @Nullable String metric,
            @Nullable Double bound) {}

    record SampleJson(@Nullable Integer size, @Nullable Long seed) {}

    record BootstrapJson(
            @Nullable Integer resamples,
            @Nullable Double confidence,
            @Nullable Long seed) {}

    record CalibrationRequestJson(
            @Nullable String name,
            @Nullable String matcher,
            @Nullable Integer k,
            @Nullable String metric,
            @Nullable List<String> extraMetrics,
            @Nullable List<TargetJson> targets,
            @Nullable List<QueryJson> queries,
            @Nullable SampleJson sample,
            @Nullable BootstrapJson bootstrap,
            @Nullable Boolean perClass,
            @Nullable List<String> unknownClasses,
            @Nullable List<AfterJson> after) {}

    record LabelJson(@Nullable String queryId, @Nullable String label) {}

    /** One label as {@code queryId} and {@code label}, or several as {@code labels}. */
    record LabelsRequestJson(
            @Nullable List<LabelJson> labels,
            @Nullable String queryId,
            @Nullable String label,
            @Nullable String source) {}

    record EvaluationRequestJson(
            @Nullable List<QueryJson> queries,
            @Nullable String calibration,
            @Nullable List<Integer> ks,
            @Nullable Float ndcgDistance,
            @Nullable List<AfterJson> after) {}
}
