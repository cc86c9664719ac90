package dev.semblance.benchmarks.faults;

import java.util.List;

/**
 * A process of a deployment, as it is started each time.
 *
 * @param kind what it is
 * @param name unique in the deployment
 * @param ready what its output has once it is ready
 * @param heap the JVM's largest heap, such as {@code 512m}
 * @param arguments of the command line
 */
record Role(Kind kind, String name, String ready, String heap, List<String> arguments) {
    Role {
        arguments = List.copyOf(arguments);
    }
}
