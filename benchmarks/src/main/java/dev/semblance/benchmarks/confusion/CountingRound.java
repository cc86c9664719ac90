package dev.semblance.benchmarks.confusion;

import dev.semblance.benchmarks.confusion.Cost.Load;
import dev.semblance.benchmarks.confusion.Cost.Round;
import dev.semblance.benchmarks.confusion.Cost.Speed;
import dev.semblance.benchmarks.index.ProcessCpu;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.query.confusion.ConfusionCounts;
import dev.semblance.query.confusion.ConfusionSettings;
import dev.semblance.query.confusion.CountsElsewhereException;
import dev.semblance.query.confusion.Window;
import dev.semblance.query.confusion.WindowCounts;
import dev.semblance.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Throughput. All matches and labels lie on the topics when the counting starts; the labels follow their matches at
 * some distance. Behind the warm-up, and at the end, there is a match and a label on each partition with a time of
 * their own: the clock runs from when the first of these are counted to when the last ones are, as all that is before
 * them on their partitions is counted by then.
 */
final class CountingRound {
    private static final int BATCH = 1_000;
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int READINGS = 5;
    private static final Window MARKS = Window.parse("5m");
    private static final ConfusionSettings SETTINGS = new ConfusionSettings(
            List.of(MARKS, Window.parse("1h"), Window.parse("24h")), Duration.ofHours(48), Duration.ofHours(1), 20);

    private final Load load;
    private final Traffic traffic;
    private final Path folder;
    private final Instant now = Instant.now();

    CountingRound(Load load, Traffic traffic, Path folder) {
        this.load = load;
        this.traffic = traffic;
        this.folder = folder;
    }

    static ConfusionSettings settings() {
        return SETTINGS;
    }

    /** Queries that are counted after all that were sent before them. */
    private record Mark(Instant at, int queries) {}

    Round run() throws IOException, InterruptedException {
        Path logs = folder.resolve("broker");
        Path state = folder.resolve("state");
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, logs, load.partitions())) {
            List<Mark> marks = send(broker.bootstrap());
            long records = 2L * (load.warmUp() + load.matches());
            Baselines baselines = new Baselines(broker.bootstrap(), load, folder);
            Speed read = baselines.read();
            Speed copied = baselines.copied(records);
            Speed counted;
            WindowCounts all;
            Map<String, Double> windowMillis = new LinkedHashMap<>();
            try (ConfusionCounts counts =
                    ConfusionCounts.start(broker.bootstrap(), SETTINGS, state, new HostInfo("localhost", 1))) {
                counted = counted(counts, marks);
                all = counts.window(Traffic.series(), Window.ALL, now);
                SETTINGS.windows().forEach(window -> windowMillis.put(window.name(), millisOf(counts, window)));
            }
            requireAll(all, marks);
            return new Round(
                    traffic.classes(),
                    traffic.mistakes(),
                    counted,
                    copied,
                    read,
                    counted.perSecond() / copied.perSecond(),
                    all.matrix().counts().size(),
                    Sizes.stores(state),
                    Sizes.topics(logs),
                    windowMillis);
        }
    }

    private List<Mark> send(String bootstrap) {
        try (EventSender sender = new EventSender(bootstrap)) {
            Instant begin = now.minusMillis((load.warmUp() + load.matches()) * 1_000L / load.eventRate());
            send(sender, begin, 0, load.warmUp());
            Mark warm = mark(sender, now.minus(Duration.ofHours(30)));
            send(sender, begin, load.warmUp(), load.warmUp() + load.matches());
            return List.of(warm, mark(sender, now.minus(Duration.ofHours(40))));
        }
    }

    private void send(EventSender sender, Instant begin, int from, int to) {
        List<Traffic.Judged> unlabelled = List.of();
        for (int start = from; start < to; start += BATCH) {
            List<Traffic.Judged> batch = new ArrayList<>();
            for (int i = start; i < Math.min(to, start + BATCH); i++) {
                batch.add(traffic.next(begin.plusMillis(i * 1_000L / load.eventRate())));
            }
            sender.sendAll(
                    EventType.MATCH_MADE,
                    batch.stream().map(Traffic.Judged::match).toList());
            label(sender, unlabelled);
            unlabelled = batch;
        }
        label(sender, unlabelled);
    }

    private static void label(EventSender sender, List<Traffic.Judged> judged) {
        sender.sendAll(
                EventType.LABEL_CONFIRMED,
                judged.stream().map(Traffic.Judged::label).toList());
    }

    /** Match and label have the same key, and so the same partition of either topic. */
    private Mark mark(EventSender sender, Instant at) {
        Set<Integer> partitions = new HashSet<>();
        int sent = 0;
        while (partitions.size() < load.partitions()) {
            Traffic.Judged judged = traffic.of("class-0", "class-0", 0, at);
            partitions.add(sender.send(EventType.MATCH_MADE, judged.match()).partition());
            label(sender, List.of(judged));
            sent++;
        }
        return new Mark(at, sent);
    }

    private Speed counted(ConfusionCounts counts, List<Mark> marks) throws InterruptedException {
        await(counts, marks.getFirst());
        long start = System.nanoTime();
        long cpu = ProcessCpu.nanos();
        await(counts, marks.getLast());
        return Speed.of(load.matches(), System.nanoTime() - start, ProcessCpu.nanos() - cpu);
    }

    private static void await(ConfusionCounts counts, Mark mark) throws InterruptedException {
        while (labelled(counts, mark.at()) < mark.queries()) {
            Thread.sleep(LOOK);
        }
    }

    private static long labelled(ConfusionCounts counts, Instant at) {
        try {
            return labelled(counts.window(Traffic.series(), MARKS, at));
        } catch (CountsElsewhereException e) {
            return 0; // the counting is still starting
        }
    }

    private static long labelled(WindowCounts window) {
        return window.matrix().counts().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void requireAll(WindowCounts all, List<Mark> marks) {
        long sent = load.warmUp()
                + load.matches()
                + marks.stream().mapToLong(Mark::queries).sum();
        if (all.matches() != sent || labelled(all) != sent) {
            throw new IllegalStateException(
                    "of " + sent + " matches " + all.matches() + " were counted, and " + labelled(all) + " labels");
        }
    }

    /** The fastest of a few, as code is compiled meanwhile. */
    private double millisOf(ConfusionCounts counts, Window window) {
        double fastest = Double.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            long start = System.nanoTime();
            counts.window(Traffic.series(), window, now);
            fastest = Math.min(fastest, (System.nanoTime() - start) / 1e6);
        }
        return fastest;
    }
}
