package dev.semblance.query;

import dev.semblance.query.Requests.AfterJson;
import dev.semblance.query.Requests.FilterJson;
import dev.semblance.query.Requests.LookupRequestJson;
import dev.semblance.query.Requests.MatchRequestJson;
import dev.semblance.query.Requests.QueryJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Requests whose body is one query, and which say the rest in query parameters, as the JSON that says the same. */
final class ParameterRequests {
    static final Set<String> LOOKUP =
            Set.of("k", "exact", "radius", "ef", "include", "label", "withoutLabel", Parameters.ATTRIBUTE, "after");
    static final Set<String> MATCH = Set.of(
            "calibration",
            "cutpoint",
            "threshold",
            "matcher",
            "k",
            "noMatchLabel",
            "queryId",
            "actual",
            "exact",
            "ef",
            "include",
            "label",
            "withoutLabel",
            Parameters.ATTRIBUTE,
            "after");

    private static final Pattern AFTER = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    private ParameterRequests() {}

    static LookupRequestJson lookup(Parameters parameters, QueryJson query) {
        return new LookupRequestJson(
                List.of(query),
                parameters.whole("k"),
                filter(parameters),
                parameters.flag("exact"),
                parameters.real("radius"),
                parameters.whole("ef"),
                split(parameters.all("include")),
                after(parameters));
    }

    static MatchRequestJson match(Parameters parameters, QueryJson query) {
        QueryJson identified = query.identified(
                parameters.text("queryId").orElse(null),
                parameters.text("actual").orElse(null));
        return new MatchRequestJson(
                List.of(identified),
                parameters.text("calibration").orElse(null),
                parameters.text("cutpoint").orElse(null),
                parameters.real("threshold"),
                parameters.text("matcher").orElse(null),
                parameters.whole("k"),
                parameters.text("noMatchLabel").orElse(null),
                filter(parameters),
                parameters.flag("exact"),
                parameters.whole("ef"),
                split(parameters.all("include")),
                after(parameters));
    }

    private static FilterJson filter(Parameters parameters) {
        return new FilterJson(parameters.all("label"), parameters.all("withoutLabel"), parameters.attributes());
    }

    private static List<String> split(List<String> values) {
        return values.stream().flatMap(value -> Stream.of(value.split(",", -1))).toList();
    }

    private static @Nullable List<AfterJson> after(Parameters parameters) {
        List<AfterJson> after = new ArrayList<>();
        for (String position : split(parameters.all("after"))) {
            Matcher matcher = AFTER.matcher(position);
            if (!matcher.matches()) {
                throw Parameters.refused("after", "is PARTITION:OFFSET", position);
            }
            after.add(new AfterJson(Integer.valueOf(matcher.group(1)), Long.valueOf(matcher.group(2))));
        }
        return after.isEmpty() ? null : after;
    }
}
