package dev.semblance.benchmarks.query;

import picocli.CommandLine.Command;

/** The benchmarks of the query service. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        subcommands = {HttpCommand.class, ImagesCommand.class, ScaleCommand.class},
        description = "The query service: look-ups over HTTP, of vectors and images, and search in large indexes.")
public final class QueryCommand {}
