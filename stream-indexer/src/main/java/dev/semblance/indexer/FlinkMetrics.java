package dev.semblance.indexer;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;

/** Lets a process of Flink show its metrics, ours among them, to Prometheus. */
public final class FlinkMetrics {
    private static final String REPORTER = "metrics.reporter.prometheus.";

    private FlinkMetrics() {}

    /**
     * Adds the reporter to a configuration.
     *
     * @param ports a port, or a range of which the process takes the first that is free; empty for no reporter
     */
    public static void show(String ports, Configuration configuration) {
        if (ports.isBlank()) {
            return;
        }
        configuration.setString("metrics.reporters", "prometheus");
        configuration.setString(REPORTER + "factory.class", PrometheusReporterFactory.class.getName());
        configuration.setString(REPORTER + "port", ports);
    }
}
