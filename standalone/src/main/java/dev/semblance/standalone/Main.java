package dev.semblance.standalone;

import dev.semblance.query.Carriers;
import dev.semblance.standalone.console.Console;
import picocli.CommandLine;

/** The command line of Semblance. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Before anything logs: Helidon and Lucene write to java.util.logging.
        System.setProperty("java.util.logging.manager", "org.apache.logging.log4j.jul.LogManager");
        Carriers.makeMore(); // before the first virtual thread
        // Out of memory or a native library that does not load: a part would be missing without anyone noticing.
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            System.err.println("semblance: thread " + thread.getName() + " failed: " + fault);
            if (fault instanceof Error) {
                Runtime.getRuntime().halt(1);
            }
        });
        Console console = new Console(System.out, Boolean.getBoolean("semblance.terminal"));
        CommandLine line = SemblanceCommand.create(console, System.getenv());
        int exit = execute(line, arguments);
        System.out.flush();
        // Kafka and Flink leave threads behind that would keep the process.
        Runtime.getRuntime().halt(exit);
    }

    /** Picocli lets errors through, such as a native library that is not for this machine. */
    private static int execute(CommandLine line, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (Error e) {
            System.err.println(FaultReport.line(e));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }
}
