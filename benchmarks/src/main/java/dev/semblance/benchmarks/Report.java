package dev.semblance.benchmarks;

import dev.semblance.benchmarks.Workload.Sizes;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.standalone.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What the benchmark prints as JSON.
 *
 * @param quietLookup of look-ups while no image came
 */
record Report(
        String benchmark, Parameters parameters, Throughput throughput, Millis quietLookup, List<Latency> latency) {
    Report {
        latency = List.copyOf(latency);
    }

    /** Everything that the numbers depend on, and can be told. */
    record Parameters(
            String java,
            int cores,
            String torchThreads,
            String device,
            int images,
            int warmUp,
            int lookupsPerSecond,
            int seconds,
            int batchSize,
            long checkpointIntervalMillis,
            int partitions,
            int parallelism,
            int imageWidth,
            int imageHeight,
            int imageChannels,
            String network,
            int dimension) {
        static Parameters of(Settings settings, Sizes sizes, PublishedModel model) {
            InputSpec input = model.description().input();
            return new Parameters(
                    System.getProperty("java.version"),
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("ai.djl.pytorch.num_threads", "default"),
                    settings.index().device(),
                    sizes.images(),
                    sizes.warmUp(),
                    sizes.lookups(),
                    sizes.seconds(),
                    settings.index().batchSize(),
                    settings.index().checkpointInterval().toMillis(),
                    settings.broker().imagePartitions(),
                    settings.index().parallelism(),
                    input.width(),
                    input.height(),
                    input.channels(),
                    model.description().network().name(),
                    model.description().network().dimension());
        }
    }

    /**
     * Images a second over all rounds.
     *
     * @param embedderAlone mean of what was measured around the rounds
     * @param kafkaToSearchable mean of the rounds
     * @param ratio mean of the rounds' ratios
     * @param coldRounds that went before, and are in none of the means
     */
    record Throughput(
            double embedderAlone, double kafkaToSearchable, double ratio, List<Round> rounds, List<Round> coldRounds) {
        Throughput {
            rounds = List.copyOf(rounds);
            coldRounds = List.copyOf(coldRounds);
        }

        static Throughput of(List<Round> coldRounds, List<Round> rounds) {
            return new Throughput(
                    rounded(
                            rounds.stream()
                                    .mapToDouble(Round::embedderAlone)
                                    .average()
                                    .orElseThrow(),
                            0),
                    rounded(
                            rounds.stream()
                                    .mapToDouble(Round::kafkaToSearchable)
                                    .average()
                                    .orElseThrow(),
                            0),
                    rounded(rounds.stream().mapToDouble(Round::ratio).average().orElseThrow(), 3),
                    rounds,
                    coldRounds);
        }
    }

    /**
     * One round, in images a second.
     *
     * @param embedderBefore measured right before
     * @param embedderAfter measured right after
     * @param counted images that the clock counted
     * @param seconds that the clock ran
     * @param ratio Kafka to searchable, divided by the mean of before and after
     * @param compilerSeconds that the JVM has compiled meanwhile, from when the first image was sent
     */
    record Round(
            double embedderBefore,
            double kafkaToSearchable,
            double embedderAfter,
            double ratio,
            long counted,
            double seconds,
            double compilerSeconds) {
        static Round of(double embedderBefore, Backlog.Span span, double embedderAfter, Duration compiling) {
            return new Round(
                    rounded(embedderBefore, 0),
                    rounded(span.imagesPerSecond(), 0),
                    rounded(embedderAfter, 0),
                    rounded(span.imagesPerSecond() / ((embedderBefore + embedderAfter) / 2), 3),
                    span.images(),
                    rounded(span.time().toNanos() / 1e9, 3),
                    rounded(compiling.toMillis() / 1e3, 1));
        }

        private double embedderAlone() {
            return (embedderBefore + embedderAfter) / 2;
        }
    }

    /**
     * What images and look-ups took at one load.
     *
     * @param percent of {@link Throughput#kafkaToSearchable}
     * @param rate images a second, which that is
     * @param searchable from when an image was due to be sent until it could be found
     * @param lookup of look-ups at the same time
     */
    record Latency(int percent, int rate, Millis searchable, Millis lookup) {}

    /** Times in milliseconds. */
    record Millis(int count, double p50, double p99, double largest) {
        static Millis of(Percentiles times) {
            return new Millis(
                    times.values().size(),
                    millis(times.percentile(50)),
                    millis(times.percentile(99)),
                    millis(times.percentile(100)));
        }

        private static double millis(Duration time) {
            return rounded(time.toNanos() / 1e6, 1);
        }
    }

    private static double rounded(double value, int decimals) {
        double scale = Math.pow(10, decimals);
        return Math.round(value * scale) / scale;
    }
}
