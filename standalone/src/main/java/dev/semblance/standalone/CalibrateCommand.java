package dev.semblance.standalone;

import static dev.semblance.standalone.SettingFlag.flags;

import dev.semblance.core.OperatorException;
import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.service.CutpointTable;
import dev.semblance.standalone.service.LabelledQueries;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.standalone.service.QueryClient.Calibration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code calibrate}: how near is near enough? */
final class CalibrateCommand {
    private static final String NAME = "--name";
    private static final String SAMPLE = "--sample";
    private static final String MATCHER = "--matcher";
    private static final String K = "--k";
    private static final String METRIC = "--metric";
    private static final String TARGET = "--target";
    private static final String PER_CLASS = "--per-class";
    private static final String UNKNOWN = "--unknown";
    private static final Pattern BOUND = Pattern.compile("([a-z_0-9]+)\\s*(>=|<=)\\s*([0-9.]+)");

    private static final List<SettingFlag> FLAGS = flags(EvaluateCommand.DATA);

    private static final List<ArgSpec> ARGUMENTS = List.of(
            EvaluateCommand.service(),
            EvaluateCommand.part("calibration"),
            EvaluateCommand.limit(),
            option(NAME, "NAME", "of the calibration; default unless given"),
            option(SAMPLE, "N", "draw so many images from the index instead of a data set"),
            option(MATCHER, "MATCHER", "match_nearest, or match_majority_vote; the former unless given"),
            option(K, "N", "neighbours that the matcher sees; 1 unless given"),
            option(METRIC, "METRIC", "what the optimal threshold is best by; f1 unless given"),
            OptionSpec.builder(TARGET)
                    .paramLabel("BOUND")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .description("a further cutpoint, such as 'precision>=0.95' or 'fpr<=0.01'; may be repeated")
                    .build(),
            OptionSpec.builder(PER_CLASS)
                    .type(boolean.class)
                    .arity("0")
                    .description("give classes thresholds of their own, too")
                    .build(),
            option(UNKNOWN, "CLASSES", "hide these from the index, and see how often they are accepted"));

    private CalibrateCommand() {}

    static CommandLine create(Console console, Map<String, String> environment) {
        return ServiceCommand.create(
                "calibrate",
                "Find the distance within which images match, with labelled images.",
                FLAGS,
                ARGUMENTS,
                CalibrateCommand::run,
                console,
                environment);
    }

    private static void run(ParseResult arguments, Settings settings, Console console) throws InterruptedException {
        Map<String, Object> request = request(arguments, settings, console);
        show(EvaluateCommand.ask(EvaluateCommand.serviceOf(arguments), client -> client.calibrate(request)), console);
    }

    private static Map<String, Object> request(ParseResult arguments, Settings settings, Console console) {
        Map<String, Object> request = new LinkedHashMap<>();
        put(request, "name", arguments.matchedOptionValue(NAME, ""));
        put(request, "matcher", arguments.matchedOptionValue(MATCHER, ""));
        put(request, "metric", arguments.matchedOptionValue(METRIC, ""));
        if (arguments.hasMatchedOption(K)) {
            request.put("k", EvaluateCommand.whole(arguments, K, 1));
        }
        List<Map<String, Object>> targets = new ArrayList<>();
        arguments.matchedOptionValue(TARGET, List.<String>of()).forEach(target -> targets.add(target(target)));
        request.put("targets", targets);
        request.put("perClass", arguments.matchedOptionValue(PER_CLASS, false));
        request.put("bootstrap", Map.of());
        if (arguments.hasMatchedOption(UNKNOWN)) {
            request.put(
                    "unknownClasses",
                    List.of(arguments.matchedOptionValue(UNKNOWN, "").split(",")));
        }
        if (arguments.hasMatchedOption(SAMPLE)) {
            request.put("sample", Map.of("size", EvaluateCommand.whole(arguments, SAMPLE, 1)));
        } else {
            request.put("queries", LabelledQueries.of(EvaluateCommand.images(arguments, settings, console)));
        }
        return request;
    }

    private static void put(Map<String, Object> request, String field, String value) {
        if (!value.isEmpty()) {
            request.put(field, value);
        }
    }

    /** Named by what it asks for, so that a match can say {@code precision>=0.95} as its cutpoint. */
    private static Map<String, Object> target(String text) {
        Matcher matcher = BOUND.matcher(text.strip());
        if (!matcher.matches()) {
            throw new OperatorException("a target is such as 'precision>=0.95' or 'fpr<=0.01', not '" + text + "'");
        }
        ClassificationMetric metric;
        try {
            metric = ClassificationMetric.named(matcher.group(1));
        } catch (IllegalArgumentException e) {
            throw new OperatorException(String.valueOf(e.getMessage()), e);
        }
        String right = metric.isAsGoodAs(1, 0) ? ">=" : "<=";
        if (!matcher.group(2).equals(right)) {
            throw new OperatorException(
                    "a target of " + metric.id() + " is written with " + right + ", not as '" + text + "'");
        }
        return Map.of(
                "name",
                metric.id() + right + matcher.group(3),
                "metric",
                metric.id(),
                "bound",
                Double.valueOf(matcher.group(3)));
    }

    private static void show(Calibration calibration, Console console) {
        console.line(
                "calibration '%s' of %s, for %s with k %d:",
                calibration.name(), calibration.modelVersion(), calibration.matcher(), calibration.k());
        CutpointTable.lines(calibration.cutpoints()).forEach(line -> console.line("%s", line));
        calibration
                .unmet()
                .forEach(unmet -> console.line(
                        "%s cannot be met; the best %s is %.4f", unmet.name(), unmet.metric(), unmet.best()));
        QueryClient.Unknown unknown = calibration.unknown();
        if (unknown != null) {
            calibration
                    .cutpoints()
                    .forEach(cutpoint -> console.line(
                            "of %d images of %s, hidden from the index, %s accepts %.4f",
                            unknown.queries(),
                            String.join(", ", unknown.classes()),
                            cutpoint.name(),
                            unknown.acceptRates().getOrDefault(cutpoint.name(), Double.NaN)));
        }
    }

    private static OptionSpec option(String name, String value, String meaning) {
        return OptionSpec.builder(name)
                .paramLabel(value)
                .type(String.class)
                .description(meaning)
                .build();
    }
}
