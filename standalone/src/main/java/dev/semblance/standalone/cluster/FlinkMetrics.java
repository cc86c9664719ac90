package dev.semblance.standalone.cluster;

import java.util.Map;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;

/** Lets a process of Flink show its metrics, ours among them, to Prometheus. */
public final class FlinkMetrics {
    private static final String REPORTER = "metrics.reporter.prometheus.";

    private FlinkMetrics() {}

    /**
     * What Flink is to be told.
     *
     * @param ports a port, or a range of which the process takes the first that is free; empty for no reporter
     */
    public static Map<String, String> reporter(String ports) {
        if (ports.isBlank()) {
            return Map.of();
        }
        return Map.of(
                "metrics.reporters",
                "prometheus",
                REPORTER + "factory.class",
                PrometheusReporterFactory.class.getName(),
                REPORTER + "port",
                ports);
    }
}
