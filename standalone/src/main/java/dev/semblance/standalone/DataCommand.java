package dev.semblance.standalone;

import dev.semblance.standalone.console.Console;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code data show} and {@code data fetch}: look at data before anything is learned from it. */
final class DataCommand {
    private static final String OUT = "--out";
    private static final String SEED = "--seed";
    private static final long DEFAULT_SEED = 42;

    private DataCommand() {}

    static CommandLine create(Console console) {
        CommandSpec spec = CommandSpec.create().name("data").mixinStandardHelpOptions(true);
        spec.usageMessage().description("Look at a data set, or fetch one.");
        CommandLine line = new CommandLine(spec);
        line.addSubcommand(show(console));
        line.addSubcommand(fetch(console));
        return line;
    }

    private static CommandLine show(Console console) {
        CommandSpec spec = command("show", parsed -> {
            Path out = parsed.matchedOptionValue(OUT, Path.of("."));
            long seed = parsed.matchedOptionValue(SEED, DEFAULT_SEED);
            new DataShow(console, out, seed).run(parsed.matchedPositionalValue(0, ""));
        });
        spec.usageMessage()
                .description("Tell the classes, counts and sizes of a data set and what is wrong with it, and draw two"
                        + " sheets of its images.");
        spec.addPositional(positional(
                "DATA",
                "fashion-mnist, fashion-mnist:DIR, cifar10, a folder of class folders, or one with train and test"
                        + " folders of class folders"));
        spec.addOption(OptionSpec.builder(OUT)
                .paramLabel("DIR")
                .type(Path.class)
                .description("folder for the sheets; the working directory unless given")
                .build());
        spec.addOption(OptionSpec.builder(SEED)
                .paramLabel("N")
                .type(Long.class)
                .description("seed that chooses the images shown")
                .build());
        return new CommandLine(spec);
    }

    private static CommandLine fetch(Console console) {
        CommandSpec spec = command("fetch", parsed -> {
            try (ConsoleLoadListener listener = new ConsoleLoadListener(console, () -> {})) {
                TrainingData.datasets(listener).fetch(parsed.matchedPositionalValue(0, ""));
            }
        });
        spec.usageMessage().description("Fetch a data set that does not come with Semblance, or verify it.");
        spec.addPositional(positional("NAME", "cifar10"));
        return new CommandLine(spec);
    }

    private interface Action {
        void run(ParseResult parsed);
    }

    /** Runs the action of one command with what was given on the command line. */
    private static final class Run implements Callable<Integer> {
        private final CommandSpec spec;
        private final Action action;

        Run(String name, Action action) {
            this.action = action;
            this.spec = CommandSpec.wrapWithoutInspection(this).name(name).mixinStandardHelpOptions(true);
        }

        @Override
        public Integer call() {
            action.run(spec.commandLine().getParseResult());
            return CommandLine.ExitCode.OK;
        }
    }

    private static CommandSpec command(String name, Action action) {
        return new Run(name, action).spec;
    }

    private static PositionalParamSpec positional(String label, String meaning) {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .paramLabel(label)
                .type(String.class)
                .description(meaning)
                .build();
    }
}
