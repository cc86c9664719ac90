package dev.semblance.standalone;

import static dev.semblance.standalone.SettingFlag.flags;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.OperatorException;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.service.CutpointTable;
import dev.semblance.standalone.service.LabelledQueries;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.standalone.service.QueryClient.Evaluation;
import dev.semblance.trainer.data.Dataset;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code evaluate}: how well does the service answer for labelled images that are not in its index? */
final class EvaluateCommand {
    static final SettingFlag DATA = new SettingFlag(
            "--data", "produce.data", "NAME|DIR", "fashion-mnist, cifar10, or a folder of class folders");

    private static final String SERVICE = "--service";
    private static final String PART = "--part";
    private static final String LIMIT = "--limit";
    private static final String CALIBRATION = "--calibration";
    private static final String JSON = "--json";
    private static final int DEFAULT_LIMIT = 1_000;

    private static final List<SettingFlag> FLAGS = flags(DATA);

    private static final List<ArgSpec> ARGUMENTS = List.of(
            service(),
            part("test"),
            limit(),
            OptionSpec.builder(CALIBRATION)
                    .paramLabel("NAME")
                    .type(String.class)
                    .description("whose cutpoints are judged; default unless given")
                    .build(),
            OptionSpec.builder(JSON)
                    .paramLabel("FILE")
                    .type(Path.class)
                    .description("write the result there as JSON, too")
                    .build());

    private EvaluateCommand() {}

    static CommandLine create(Console console, Map<String, String> environment) {
        return ServiceCommand.create(
                "evaluate",
                "Measure matching and retrieval of a query service with held-out images.",
                FLAGS,
                ARGUMENTS,
                EvaluateCommand::run,
                console,
                environment);
    }

    static OptionSpec service() {
        return OptionSpec.builder(SERVICE)
                .paramLabel("URL")
                .type(String.class)
                .description("the query service; http://localhost:8080 unless given")
                .build();
    }

    static OptionSpec part(String otherwise) {
        return OptionSpec.builder(PART)
                .paramLabel("PART")
                .type(String.class)
                .defaultValue(otherwise)
                .description("training, stream, calibration or test; " + otherwise + " unless given")
                .build();
    }

    static OptionSpec limit() {
        return OptionSpec.builder(LIMIT)
                .paramLabel("N")
                .type(String.class)
                .description("images at most; " + DEFAULT_LIMIT + " unless given")
                .build();
    }

    static URI serviceOf(ParseResult arguments) {
        String address = arguments.matchedOptionValue(SERVICE, "http://localhost:8080");
        try {
            URI uri = URI.create(address);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new OperatorException(SERVICE + " is an address such as http://localhost:8080, not '" + address + "'");
    }

    static int whole(ParseResult arguments, String option, int otherwise) {
        String text = arguments.matchedOptionValue(option, Integer.toString(otherwise));
        try {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= LabelledQueries.MOST) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new OperatorException(
                option + " is a whole number from 1 to " + LabelledQueries.MOST + ", not '" + text + "'");
    }

    /** Something to ask a query service. */
    interface Question<T> {
        T ask(QueryClient client) throws IOException, InterruptedException;
    }

    /**
     * Asks.
     *
     * @throws OperatorException if the service refuses, saying why, or is not there
     */
    static <T> T ask(URI service, Question<T> question) throws InterruptedException {
        try (QueryClient client = new QueryClient(service)) {
            return question.ask(client);
        } catch (IOException e) {
            throw new OperatorException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The labelled images that a command is about. */
    static Dataset images(ParseResult arguments, Settings settings, Console console) {
        String part = arguments.matchedOption(PART) == null
                ? arguments.commandSpec().findOption(PART).defaultValue()
                : arguments.matchedOptionValue(PART, "");
        if (!List.of("training", "stream", "calibration", "test").contains(part)) {
            throw new OperatorException(PART + " is training, stream, calibration or test, not '" + part + "'");
        }
        return TrainingData.part(
                        settings.train().data().named(settings.produce().data()), part, console)
                .limitedTo(whole(arguments, LIMIT, DEFAULT_LIMIT));
    }

    private static void run(ParseResult arguments, Settings settings, Console console)
            throws IOException, InterruptedException {
        URI service = serviceOf(arguments);
        Dataset images = images(arguments, settings, console);
        Map<String, Object> request = Map.of(
                "queries",
                LabelledQueries.of(images),
                "calibration",
                arguments.matchedOptionValue(CALIBRATION, "default"));
        Evaluation found = ask(service, client -> client.evaluate(request));
        show(found, console);
        Path file = arguments.matchedOptionValue(JSON, null);
        if (file != null) {
            Files.writeString(file, JsonMapper.builder().build().writeValueAsString(found) + "\n");
        }
    }

    private static void show(Evaluation found, Console console) {
        console.line(
                "%s with calibration '%s', %d images:", found.modelVersion(), found.calibration(), found.queries());
        CutpointTable.lines(found.cutpoints()).forEach(line -> console.line("%s", line));
        console.line("%-14s %10s %10s", "retrieval", "micro", "macro");
        found.retrieval()
                .micro()
                .forEach((metric, micro) -> console.line(
                        "%-14s %10.4f %10.4f",
                        metric, micro, found.retrieval().macro().getOrDefault(metric, Double.NaN)));
    }
}
