package dev.semblance.benchmarks.confusion;

import dev.semblance.benchmarks.Percentiles;
import dev.semblance.benchmarks.confusion.Cost.Latency;
import dev.semblance.benchmarks.confusion.Cost.Load;
import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.KafkaClients;
import dev.semblance.query.confusion.ConfusionCounts;
import dev.semblance.query.confusion.CountsElsewhereException;
import dev.semblance.query.confusion.Window;
import dev.semblance.standalone.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Latency: from when the broker acknowledges a record until the window shows it, which is asked for every 10 ms. One
 * match of two brings its class; the other gets it a second later, by a label. Each has a class of its own, so that
 * each can be told from the others.
 */
final class CountingLatency {
    private static final int WARM_UP_SECONDS = 5;
    private static final Duration LABEL_DELAY = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Load load;
    private final int rate;
    private final int seconds;
    private final Path folder;
    private final Traffic traffic = new Traffic(1, 0);
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, Long> seen = new HashMap<>();

    CountingLatency(Load load, int rate, int seconds, Path folder) {
        this.load = load;
        this.rate = rate;
        this.seconds = seconds;
        this.folder = folder;
    }

    private record Due(long nanos, Traffic.Judged judged) {}

    List<Latency> run() throws InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder.resolve("broker"), load.partitions());
                ConfusionCounts counts = ConfusionCounts.start(
                        broker.bootstrap(),
                        CountingRound.settings(),
                        folder.resolve("state"),
                        new HostInfo("localhost", 1));
                KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(broker.bootstrap());
                ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor()) {
            var unused = looking.scheduleWithFixedDelay(() -> look(counts), 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
            send(producer);
            producer.flush();
            // What has not been shown by now is not late but lost.
            Thread.sleep(Duration.ofSeconds(WARM_UP_SECONDS));
            looking.shutdown();
            looking.awaitTermination(WARM_UP_SECONDS, TimeUnit.SECONDS);
        }
        return List.of(
                Latency.of("match with its class", rate, latencies("match-")),
                Latency.of("label", rate, latencies("label-")));
    }

    private void look(ConfusionCounts counts) {
        try {
            Map<Cell, Long> cells = counts.window(Traffic.series(), Window.ALL, Instant.now())
                    .matrix()
                    .counts();
            long now = System.nanoTime();
            cells.keySet().forEach(cell -> seen.putIfAbsent(cell.actual(), now));
        } catch (CountsElsewhereException e) {
            // The counting is still starting.
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer) throws InterruptedException {
        Queue<Due> labels = new ArrayDeque<>();
        long start = System.nanoTime();
        int matches = rate * (WARM_UP_SECONDS + seconds);
        int warmUp = rate * WARM_UP_SECONDS;
        for (int i = 0; i < matches || !labels.isEmpty(); i++) {
            long due = start + i * 1_000_000_000L / rate;
            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            if (i < matches) {
                boolean labelled = i % 2 == 0;
                String name = (i < warmUp ? "warm-up-" : labelled ? "match-" : "label-") + i;
                Traffic.Judged judged = traffic.of(name, "class-0", 0, Instant.now());
                if (labelled) {
                    send(producer, EventType.MATCH_MADE, judged.match().withActual(name), Optional.of(name));
                } else {
                    send(producer, EventType.MATCH_MADE, judged.match(), Optional.empty());
                    labels.add(new Due(due + LABEL_DELAY.toNanos(), judged));
                }
            }
            while (!labels.isEmpty() && labels.element().nanos() <= due) {
                Traffic.Judged judged = labels.remove().judged();
                send(producer, EventType.LABEL_CONFIRMED, judged.label(), Optional.of(judged.actual()));
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback notes it
    private <T> void send(
            KafkaProducer<byte[], byte[]> producer, EventType<T> type, T event, Optional<String> awaited) {
        producer.send(
                new ProducerRecord<>(
                        type.topic().topicName(), type.key(event).getBytes(StandardCharsets.UTF_8), type.encode(event)),
                (metadata, fault) -> {
                    if (fault == null) {
                        awaited.ifPresent(name -> acknowledged.put(name, System.nanoTime()));
                    }
                });
    }

    private Percentiles latencies(String prefix) {
        return new Percentiles(acknowledged.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> Duration.ofNanos(seenAt(entry.getKey()) - entry.getValue()))
                .toList());
    }

    private long seenAt(String name) {
        Long at = seen.get(name);
        if (at == null) {
            throw new IllegalStateException(name + " was never counted");
        }
        return at;
    }
}
