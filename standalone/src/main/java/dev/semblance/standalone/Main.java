package dev.semblance.standalone;

import dev.semblance.standalone.console.Console;
import picocli.CommandLine;

/** The command line of Semblance. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Before anything logs: Helidon and Lucene write to java.util.logging.
        System.setProperty("java.util.logging.manager", "org.apache.logging.log4j.jul.LogManager");
        Console console = new Console(System.out, Boolean.getBoolean("semblance.terminal"));
        CommandLine line = SemblanceCommand.create(console, System.getenv());
        int exit = line.execute(arguments);
        System.out.flush();
        // Kafka and Flink leave threads behind that would keep the process.
        Runtime.getRuntime().halt(exit);
    }
}
