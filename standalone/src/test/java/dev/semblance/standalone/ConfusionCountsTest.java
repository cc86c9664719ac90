package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.matching.Matcher;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.query.confusion.Alerts;
import dev.semblance.query.confusion.ConfusionCounts;
import dev.semblance.query.confusion.ConfusionMonitor;
import dev.semblance.query.confusion.ConfusionSettings;
import dev.semblance.query.confusion.CountsElsewhereException;
import dev.semblance.query.confusion.MonitorSettings;
import dev.semblance.query.confusion.QualityMetrics;
import dev.semblance.query.confusion.Series;
import dev.semblance.query.confusion.Window;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.broker.EmbeddedBroker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node counts, on a broker with several partitions. */
@SuppressWarnings("try") // a monitor works by itself
class ConfusionCountsTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Window HOUR = new Window(Duration.ofHours(1));
    private static final ConfusionSettings SETTINGS =
            new ConfusionSettings(List.of(HOUR), Duration.ofHours(6), Duration.ofMinutes(30), 3);
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");

    @TempDir
    private Path folder;

    private EmbeddedBroker broker;
    private EventSender sender;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(0, folder.resolve("broker"), 4);
        sender = new EventSender(broker.bootstrap());
    }

    @AfterEach
    void stop() {
        sender.close();
        broker.close();
    }

    @Test
    void shouldNameAllSeriesWhicheverPartitionsTheyAreIn() {
        Set<Series> all = new HashSet<>();
        try (ConfusionCounts counts = counts("one", 1)) {
            for (int i = 0; i < 24; i++) {
                Series series = series("calibration-" + i);
                all.add(series);
                match("query-" + i, series);
            }

            await().atMost(SOON).untilAsserted(() -> assertThat(counts.kept()).isEqualTo(all));
            all.forEach(series -> assertThat(
                            counts.window(series, HOUR, Instant.now()).matches())
                    .isEqualTo(1));
        }
    }

    /** Query id and label are in the key and in the value of what is made of the record, which is twice as large. */
    @Test
    void shouldCountOnPastTheLargestRecord() throws Exception {
        String longId = random(600_000);
        try (ConfusionCounts counts = counts("one", 1);
                KafkaProducer<String, String> bare = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrap()),
                        new StringSerializer(),
                        new StringSerializer())) {
            bare.send(new ProducerRecord<>(Topic.LABELS.topicName(), longId, "boot"))
                    .get();
            sender.send(
                    EventType.MATCH_MADE, decision("large", series("default")).withActual(random(1_000_000)));
            for (int i = 0; i < 12; i++) {
                match("query-" + i, series("default"));
                sender.send(
                        EventType.LABEL_CONFIRMED,
                        new ConfirmedLabel("query-" + i, "boot", Optional.empty(), Instant.EPOCH));
            }

            await().atMost(SOON)
                    .ignoreException(CountsElsewhereException.class)
                    .untilAsserted(() -> assertThat(counts.window(series("default"), Window.ALL, Instant.now())
                                    .matrix()
                                    .count("boot", Optional.of("boot")))
                            .isEqualTo(12));
        }
    }

    /** The rows of a series are shown by the node that keeps it, and by no other one. */
    @Test
    void shouldShowEachSeriesOnOneNode() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 24; i++) {
            all.add("calibration-" + i);
            match("query-" + i, series("calibration-" + i));
        }
        SimpleMeterRegistry shownByOne = new SimpleMeterRegistry();
        SimpleMeterRegistry shownByTwo = new SimpleMeterRegistry();
        try (ConfusionCounts one = counts("one", 1);
                Alerts alerts = new Alerts(broker.bootstrap());
                ConfusionMonitor watched = monitor(one, alerts, shownByOne)) {
            await().atMost(SOON).until(() -> shown(shownByOne).equals(all));
            try (ConfusionCounts two = counts("two", 2);
                    ConfusionMonitor alsoWatched = monitor(two, alerts, shownByTwo)) {
                await().atMost(SOON).untilAsserted(() -> {
                    assertThat(shown(shownByTwo)).isNotEmpty();
                    Set<String> both = new HashSet<>(shown(shownByOne));
                    assertThat(both).isNotEmpty().doesNotContainAnyElementsOf(shown(shownByTwo));
                    both.addAll(shown(shownByTwo));
                    assertThat(both).isEqualTo(all);
                });
            }
            await().atMost(SOON).until(() -> shown(shownByOne).equals(all));
        }
    }

    @Test
    void shouldWatchTheOtherSeriesWhereOneFails() {
        for (int i = 0; i < 6; i++) {
            match("query-" + i, series("calibration-" + i));
        }
        SimpleMeterRegistry shown = new SimpleMeterRegistry();
        try (ConfusionCounts counts = counts("one", 1);
                Alerts alerts = new Alerts(broker.bootstrap());
                ConfusionMonitor monitor = new ConfusionMonitor(
                        watching(),
                        SETTINGS,
                        counts,
                        alerts,
                        (version, name) -> {
                            if (name.equals("calibration-3")) {
                                throw new IllegalStateException("a fault of one series");
                            }
                            return Optional.empty();
                        },
                        new QualityMetrics(shown),
                        Clock.systemUTC())) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(shown(shown))
                            .containsExactlyInAnyOrder(
                                    "calibration-0",
                                    "calibration-1",
                                    "calibration-2",
                                    "calibration-4",
                                    "calibration-5"));
        }
    }

    private static ConfusionMonitor monitor(ConfusionCounts counts, Alerts alerts, SimpleMeterRegistry registry) {
        return new ConfusionMonitor(
                watching(),
                SETTINGS,
                counts,
                alerts,
                (version, name) -> Optional.empty(),
                new QualityMetrics(registry),
                Clock.systemUTC());
    }

    private static MonitorSettings watching() {
        return new MonitorSettings(Duration.ofMillis(100), HOUR, List.of());
    }

    private static Set<String> shown(SimpleMeterRegistry registry) {
        return registry.find("semblance.quality.matches").gauges().stream()
                .filter(gauge -> gauge.value() == 1)
                .map(Gauge::getId)
                .map(id -> String.valueOf(id.getTag("calibration")))
                .collect(Collectors.toSet());
    }

    private ConfusionCounts counts(String name, int port) {
        return ConfusionCounts.start(
                broker.bootstrap(), SETTINGS, folder.resolve(name), new HostInfo("127.0.0.1", port));
    }

    private void match(String queryId, Series series) {
        sender.send(EventType.MATCH_MADE, decision(queryId, series));
    }

    private static Series series(String calibration) {
        return new Series(VERSION, Optional.of(new CutpointName(calibration, "optimal")));
    }

    private static MatchDecision decision(String queryId, Series series) {
        return new MatchDecision(
                queryId,
                series.version(),
                1,
                1,
                series.cutpoint(),
                Matcher.NEAREST,
                1,
                Optional.of(new Match("boot", 0.25f)),
                Optional.of(0.5f),
                List.of(),
                Optional.empty(),
                Instant.now());
    }

    /** What cannot be compressed. */
    private static String random(int length) {
        return new Random(length)
                .ints(length, '0', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
