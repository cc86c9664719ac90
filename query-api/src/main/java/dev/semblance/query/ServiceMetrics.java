package dev.semblance.query;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.matching.MatchDecision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What a query node measures, in Prometheus' text format:
 *
 * <pre>
 * semblance_lookup_seconds{step}         decoding, embedding, search: of a lookup or match request
 * semblance_requests_in_work             requests that are worked on or wait for a core
 * semblance_match_total{outcome}         queries that were matched, or were not: accepted, refused, nothing_found
 * semblance_match_events_dropped_total   match events that the brokers did not take
 * semblance_calibrations_total           calibrations made by this node
 * semblance_ann_recall                   share of the true neighbours that the search finds, when last measured
 * semblance_ann_recall_skipped_total     measurements of it that a busy node left out
 * semblance_requests_refused_total{reason} by kind of problem
 * semblance_slow_clients_total           connections that were closed because nobody took the answer
 * semblance_freshness_seconds            age of the newest record of a commit when it begins to be served
 * semblance_index_documents              of the commit that is served
 * semblance_index_segments               of the commit that is served
 * semblance_index_checkpoint             its checkpoint
 * semblance_index_lag_records            records on the image topic that it does not hold
 * semblance_index_lag_seconds            age of the newest record that it holds; 0 where it holds all
 * semblance_index_opened_total           commits that were served
 * semblance_index_refused_total          commits that could not be opened
 * semblance_index_stale_total            commits that held less than the one that was served, and were passed over
 * </pre>
 *
 * <p>For many threads.
 */
final class ServiceMetrics {
    private static final String ACCEPTED = "accepted";
    private static final String REFUSED = "refused";
    private static final String NOTHING_FOUND = "nothing_found";
    private static final List<String> OUTCOMES = List.of(ACCEPTED, REFUSED, NOTHING_FOUND);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicReference<Optional<Served>> served = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Map<Integer, Long>> topicEnds = new AtomicReference<>(Map.of());
    private final Timer decoding = step("decoding");
    private final Timer embedding = step("embedding");
    private final Timer search = step("search");
    private final Timer freshness;
    private final Counter opened = count("semblance.index.opened", "commits that were served");
    private final Counter refused = count("semblance.index.refused", "commits that could not be opened");
    private final Counter stale = count("semblance.index.stale", "commits that held less than the one that was served");

    private final Counter droppedMatches =
            count("semblance.match.events.dropped", "match events that the brokers did not take");
    private final Counter skippedRecall =
            count("semblance.ann.recall.skipped", "measurements of recall that a busy node left out");
    private final Counter slowClients =
            count("semblance.slow.clients", "connections that were closed because nobody took the answer");
    private final Counter calibrated = count("semblance.calibrations", "calibrations made by this node");
    private final AtomicReference<Double> annRecall = new AtomicReference<>(Double.NaN);

    private record Served(IndexCommit commit, int segments) {}

    ServiceMetrics() {
        freshness = Timer.builder("semblance.freshness")
                .description("age of the newest record of a commit when it begins to be served")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(50))
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(registry);
        gauge("semblance.index.documents", "live documents", now -> now.commit().documents());
        gauge("semblance.index.segments", "segments of all shards", Served::segments);
        gauge(
                "semblance.index.checkpoint",
                "checkpoint of the commit",
                now -> now.commit().checkpointId());
        gauge(
                "semblance.index.lag.records",
                "records that the index does not hold yet",
                now -> lagRecords(now.commit()));
        gauge(
                "semblance.index.lag.seconds",
                "age of the newest record that the index holds, 0 where it holds all",
                now -> lagSeconds(now.commit()));
        Gauge.builder("semblance.ann.recall", annRecall::get)
                .description("share of the true neighbours that the search finds, when last measured")
                .register(registry);
        // From 0: a counter that appears with its first event shows no increase by it.
        OUTCOMES.forEach(this::outcome);
        for (ProblemType reason : ProblemType.values()) {
            refusals(reason);
        }
    }

    /** For those who measure more. */
    MeterRegistry registry() {
        return registry;
    }

    private Timer step(String step) {
        return Timer.builder("semblance.lookup")
                .description("time of a step of a lookup")
                .tag("step", step)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }

    private Counter count(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<Served> value) {
        Gauge.builder(name, () -> served.get().map(value::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .register(registry);
    }

    void answered(Lookup.Times times) {
        decoding.record(times.decoding());
        embedding.record(times.embedding());
        search.record(times.search());
    }

    void decided(MatchDecision decision) {
        String outcome = decision.match().isEmpty()
                ? NOTHING_FOUND
                : decision.predicted().isPresent() ? ACCEPTED : REFUSED;
        outcome(outcome).increment();
    }

    private Counter outcome(String outcome) {
        return Counter.builder("semblance.match")
                .description("queries that were to be matched")
                .tag("outcome", outcome)
                .register(registry);
    }

    void droppedMatches(long count) {
        droppedMatches.increment((double) count);
    }

    void calibrated() {
        calibrated.increment();
    }

    void annRecall(double recall) {
        annRecall.set(recall);
    }

    void skippedRecall() {
        skippedRecall.increment();
    }

    void closedSlowClient() {
        slowClients.increment();
    }

    /** Tells how to find out how many requests are in work. */
    void requestsInWork(IntSupplier count) {
        Gauge.builder("semblance.requests.in.work", count::getAsInt)
                .description("requests that are worked on or wait for a core")
                .register(registry);
    }

    /** How far the index that is served is behind its topic; empty before that is known. */
    Optional<Lag> lag() {
        if (topicEnds.get().isEmpty()) {
            return Optional.empty();
        }
        return served.get().map(now -> new Lag(lagRecords(now.commit()), lagSeconds(now.commit())));
    }

    /**
     * How far an index is behind its topic.
     *
     * @param records that it does not hold
     * @param seconds age of the newest record that it holds; 0 where it holds all
     */
    record Lag(long records, double seconds) {}

    void refusedRequest(ProblemType reason) {
        refusals(reason).increment();
    }

    private Counter refusals(ProblemType reason) {
        return Counter.builder("semblance.requests.refused")
                .description("requests that were refused, or failed")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    void opened(IndexSnapshot snapshot) {
        IndexCommit commit = snapshot.commit();
        opened.increment();
        Instant before = served.get().map(last -> newest(last.commit())).orElse(Instant.EPOCH);
        if (newest(commit).isAfter(before)) {
            freshness.record(age(newest(commit)).toMillis(), TimeUnit.MILLISECONDS);
        }
        served.set(Optional.of(new Served(commit, snapshot.segments())));
    }

    void refusedCommit() {
        refused.increment();
    }

    void passedOver() {
        stale.increment();
    }

    /** Tells for each partition of the image topic which offset the next record will have, at least. */
    void topicEnds(Map<Integer, Long> ends) {
        topicEnds.set(Map.copyOf(ends));
    }

    private long lagRecords(IndexCommit commit) {
        return topicEnds.get().entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - commit.nextOffset(end.getKey())))
                .sum();
    }

    private double lagSeconds(IndexCommit commit) {
        return lagRecords(commit) == 0 ? 0 : age(newest(commit)).toMillis() / 1e3;
    }

    private static Instant newest(IndexCommit commit) {
        return commit.shards().stream()
                .map(ShardCommit::watermark)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** A producer's clock may be ahead of ours. */
    private static Duration age(Instant time) {
        Duration age = Duration.between(time, Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** All of it as text. */
    String scrape() {
        return registry.scrape();
    }
}
