package dev.semblance.benchmarks;

import dev.semblance.core.OperatorException;
import dev.semblance.standalone.ImageProducer;
import dev.semblance.standalone.IndexerNode;
import dev.semblance.standalone.SendFaults;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Throughput: while no indexer runs, images are sent; then one starts and works them off. The clock runs from the first
 * commit that holds the warm-up to the first that holds everything, both as a status answer tells them, and counts the
 * records that the second has more than the first. So neither the sending nor the start of the job is in it, and the
 * wait for the last checkpoint is.
 */
final class Backlog {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Settings settings;
    private final ImageSource source;
    private final ImageProducer producer;
    private final CommitWatch watch;
    private final Console console;

    Backlog(Settings settings, ImageSource source, ImageProducer producer, CommitWatch watch, Console console) {
        this.settings = settings;
        this.source = source;
        this.producer = producer;
        this.watch = watch;
        this.console = console;
    }

    /** Images that became searchable, and in what time. */
    record Span(long images, Duration time) {
        static Span between(Sighting first, Sighting last) {
            if (last.nanos() <= first.nanos()) {
                throw new OperatorException(
                        "all images became searchable with one commit, so there is nothing to measure: use more"
                                + " --images or a shorter --checkpoint-interval");
            }
            return new Span(last.records() - first.records(), Duration.ofNanos(last.nanos() - first.nanos()));
        }

        double imagesPerSecond() {
            return images / (time.toNanos() / 1e9);
        }
    }

    Span workOff(int warmUp, int images) throws IOException, InterruptedException {
        long before = source.made();
        send(warmUp + images);
        try (IndexerNode indexer = IndexerNode.start(settings)) {
            console.line("Flink at %s", indexer.webInterface());
            List<Sighting> seen = watch.until(sighting -> sighting.records() >= source.made(), POLL);
            Sighting last = seen.getLast();
            if (last.documents() != source.ids()) {
                throw new IllegalStateException("of " + source.ids() + " images sent, " + last.documents()
                        + " can be found; the warnings above say why");
            }
            return Span.between(Sighting.firstWith(before + warmUp, seen), last);
        }
    }

    private void send(int images) {
        try (SendFaults faults = new SendFaults()) {
            for (int i = 0; i < images; i++) {
                ImageSource.Item item = source.next();
                faults.watch(producer.put(item.id(), item.image()));
            }
            producer.flush();
        }
    }
}
