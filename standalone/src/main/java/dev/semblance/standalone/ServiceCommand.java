package dev.semblance.standalone;

import dev.semblance.core.OperatorException;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command whose flags are settings. Besides its own flags each takes {@code --config FILE}, {@code --set KEY=VALUE}
 * and {@code --print-config}.
 */
final class ServiceCommand implements Callable<Integer> {
    private static final String CONFIG = "--config";
    private static final String SET = "--set";
    private static final String PRINT_CONFIG = "--print-config";

    private final CommandSpec spec;
    private final List<SettingFlag> flags;
    private final ArgumentAction action;
    private final Console console;
    private final Map<String, String> environment;

    /** What a command does with the settings. */
    interface Action {
        void run(Settings settings, Console console) throws Exception;
    }

    /** What a command does with the settings and with the arguments that are none. */
    interface ArgumentAction {
        void run(ParseResult arguments, Settings settings, Console console) throws Exception;
    }

    private ServiceCommand(
            String name,
            String description,
            List<SettingFlag> flags,
            List<ArgSpec> arguments,
            ArgumentAction action,
            Console console,
            Map<String, String> environment) {
        this.flags = flags;
        this.action = action;
        this.console = console;
        this.environment = environment;
        spec = CommandSpec.wrapWithoutInspection(this).name(name).mixinStandardHelpOptions(true);
        spec.usageMessage().description(description);
        arguments.forEach(spec::add);
        flags.forEach(flag -> spec.addOption(flag.option()));
        spec.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(Path.class)
                .description("configuration file; flags and SEMBLANCE_* variables win over it")
                .build());
        spec.addOption(OptionSpec.builder(SET)
                .paramLabel("KEY=VALUE")
                .type(Map.class)
                .auxiliaryTypes(String.class, String.class)
                .description("any setting; --print-config shows them all")
                .build());
        spec.addOption(OptionSpec.builder(PRINT_CONFIG)
                .type(boolean.class)
                .arity("0")
                .description("show the settings in effect, with their origin, and exit")
                .build());
    }

    static CommandLine create(
            String name,
            String description,
            List<SettingFlag> flags,
            Action action,
            Console console,
            Map<String, String> environment) {
        return create(
                name,
                description,
                flags,
                List.of(),
                (arguments, settings, shown) -> action.run(settings, shown),
                console,
                environment);
    }

    /** A command that also takes arguments that are no settings, for they are of one call only. */
    static CommandLine create(
            String name,
            String description,
            List<SettingFlag> flags,
            List<ArgSpec> arguments,
            ArgumentAction action,
            Console console,
            Map<String, String> environment) {
        return new CommandLine(
                new ServiceCommand(name, description, flags, arguments, action, console, environment).spec);
    }

    @Override
    public Integer call() throws Exception {
        ParseResult parsed = spec.commandLine().getParseResult();
        Settings settings = settings(parsed);
        if (parsed.matchedOptionValue(PRINT_CONFIG, false)) {
            console.line("%s", settings.print().stripTrailing());
            return CommandLine.ExitCode.OK;
        }
        action.run(parsed, settings, console);
        return CommandLine.ExitCode.OK;
    }

    private Settings settings(ParseResult parsed) {
        Map<String, String> values = new HashMap<>(parsed.matchedOptionValue(SET, Map.<String, String>of()));
        for (SettingFlag flag : flags) {
            String value = parsed.matchedOptionValue(flag.name(), "");
            if (parsed.hasMatchedOption(flag.name())) {
                requireUnset(values, flag);
                values.put(flag.key(), value);
            }
        }
        Optional<Path> file = Optional.ofNullable(parsed.matchedOptionValue(CONFIG, null));
        return Settings.load(file, environment, values);
    }

    private static void requireUnset(Map<String, String> values, SettingFlag flag) {
        if (values.containsKey(flag.key())) {
            throw new OperatorException(
                    "setting " + flag.key() + " is given twice: by " + flag.name() + " and by --set");
        }
    }
}
