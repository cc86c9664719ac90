package dev.semblance.standalone;

import static dev.semblance.standalone.SettingFlag.BOOTSTRAP;
import static dev.semblance.standalone.SettingFlag.INDEX_STORE;
import static dev.semblance.standalone.SettingFlag.MODEL_STORE;
import static dev.semblance.standalone.SettingFlag.flags;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.OperatorException;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.verify.IndexVerifier;
import dev.semblance.standalone.verify.Verification;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code verify}: is the index what the topic says? */
final class VerifyCommand {
    private static final String VERSION = "--model-version";
    private static final String WAIT = "--wait";
    private static final String DIFFERENCES = "--differences";
    private static final String JSON = "--json";

    private static final List<SettingFlag> FLAGS = flags(
            BOOTSTRAP,
            MODEL_STORE,
            INDEX_STORE,
            new SettingFlag("--model", "index.model", "NAME", "model whose index is verified"),
            new SettingFlag("--device", "index.device", "DEVICE", "auto, cpu, gpu or gpu:N"));

    private static final List<ArgSpec> ARGUMENTS = List.of(
            OptionSpec.builder(VERSION)
                    .paramLabel("VERSION")
                    .type(String.class)
                    .description("version of the model; the live one unless given")
                    .build(),
            number(WAIT, "SECONDS", "wait until the index holds all that is on the image topic now, so long at most"),
            number(DIFFERENCES, "N", "show so many differences at most; 20 unless given"),
            OptionSpec.builder(JSON)
                    .type(boolean.class)
                    .arity("0")
                    .description("print one line of JSON")
                    .build());

    private VerifyCommand() {}

    static CommandLine create(Console console, Map<String, String> environment) {
        return ServiceCommand.create(
                "verify",
                "Fold the image topic again and compare the index with it; exits 1 where they differ.",
                FLAGS,
                ARGUMENTS,
                VerifyCommand::run,
                console,
                environment);
    }

    private static void run(ParseResult arguments, Settings settings, Console console)
            throws IOException, InterruptedException {
        IndexVerifier.Request request = new IndexVerifier.Request(
                Optional.ofNullable(arguments.matchedOptionValue(VERSION, null)),
                Duration.ofSeconds(notNegative(arguments, WAIT, 0)),
                notNegative(arguments, DIFFERENCES, 20));
        Verification found = new IndexVerifier(settings, request).run();
        if (arguments.matchedOptionValue(JSON, false)) {
            console.line("%s", JsonMapper.builder().build().writeValueAsString(found));
        } else {
            found.lines().forEach(line -> console.line("%s", line));
        }
        if (!found.isEqual()) {
            throw new OperatorException("the index of " + found.modelVersion() + " is not what the image topic says: "
                    + found.differenceCount() + " differences, see above; docs/operations.md says what to do");
        }
    }

    private static int notNegative(ParseResult arguments, String option, int otherwise) {
        int value = arguments.matchedOptionValue(option, otherwise);
        if (value < 0) {
            throw new OperatorException(option + " is 0 or more, not " + value);
        }
        return value;
    }

    private static OptionSpec number(String name, String value, String meaning) {
        return OptionSpec.builder(name)
                .paramLabel(value)
                .type(Integer.class)
                .description(meaning)
                .build();
    }
}
