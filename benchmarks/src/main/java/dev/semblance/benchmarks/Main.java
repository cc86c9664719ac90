package dev.semblance.benchmarks;

import dev.semblance.benchmarks.confusion.ConfusionCommand;
import dev.semblance.benchmarks.faults.FaultsCommand;
import dev.semblance.benchmarks.index.IndexCommand;
import dev.semblance.benchmarks.query.QueryCommand;
import dev.semblance.benchmarks.training.EmbeddingCommand;
import dev.semblance.benchmarks.training.QualityCommand;
import dev.semblance.benchmarks.training.TrainingStepCommand;
import dev.semblance.core.OperatorException;
import dev.semblance.query.Carriers;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;

/** The command line of the benchmarks. */
public final class Main {
    private static final int INTERRUPTED = 130;

    private Main() {}

    public static void main(String[] arguments) {
        // Before anything logs: Helidon and Lucene write to java.util.logging.
        System.setProperty("java.util.logging.manager", "org.apache.logging.log4j.jul.LogManager");
        Carriers.makeMore(); // as the service's own main does, before the first virtual thread
        CommandLine line = new CommandLine(
                CommandLine.Model.CommandSpec.create().name("semblance bench").mixinStandardHelpOptions(true));
        line.addSubcommand(new WholePathCommand());
        line.addSubcommand(new VectorsCommand());
        line.addSubcommand(new IndexCommand());
        line.addSubcommand(new QueryCommand());
        line.addSubcommand(new ConfusionCommand());
        line.addSubcommand(new FaultsCommand());
        line.addSubcommand(new TrainingStepCommand());
        line.addSubcommand(new EmbeddingCommand());
        line.addSubcommand(new QualityCommand());
        line.setExecutionStrategy(Main::execute);
        line.setExecutionExceptionHandler((fault, command, parsed) -> {
            if (fault instanceof CancellationException) {
                return INTERRUPTED;
            }
            if (!(fault instanceof OperatorException)) {
                throw fault;
            }
            System.err.println("semblance: " + fault.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        int exit = line.execute(arguments);
        System.out.flush();
        // Kafka and Flink leave threads behind that would keep the process.
        Runtime.getRuntime().halt(exit);
    }

    private static int execute(CommandLine.ParseResult parsed) {
        if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
            parsed.commandSpec().commandLine().usage(System.err);
            return CommandLine.ExitCode.USAGE;
        }
        return new CommandLine.RunLast().execute(parsed);
    }
}
