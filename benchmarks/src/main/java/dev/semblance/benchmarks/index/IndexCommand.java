package dev.semblance.benchmarks.index;

import picocli.CommandLine.Command;

/** The benchmarks of one shard. */
@Command(
        name = "index",
        mixinStandardHelpOptions = true,
        subcommands = {IngestCommand.class, LiveCommand.class, BurstCommand.class, GraphCommand.class},
        description = "One shard: ingestion, the cost of live segments, a burst, and the settings of its graphs.")
public final class IndexCommand {}
