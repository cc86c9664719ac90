package dev.semblance.standalone.demo;

import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.console.Progress;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.standalone.service.QueryClient.ConfusionWindow;
import dev.semblance.standalone.service.QueryClient.Pair;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LabelledImage;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Matches images, and confirms some time later what they were: not all of them, and some wrongly at first, as people
 * and other systems do. What the service says of its matches so far can be told at any time.
 */
final class GroundTruth {
    private static final String WINDOW = "5m";
    private static final double NEVER = 0.1;
    private static final double WRONG_AT_FIRST = 0.1;
    private static final int SHOWN = 3;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(4);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final QueryClient client;
    private final ShutdownSignal signal;
    private final List<LabelledImage> images;
    private final List<String> classes;
    private final SplittableRandom random = new SplittableRandom(8);
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::nanos));
    private int matched;
    private int labelled;
    private int wrong;

    /** A label that is to be sent at a time of {@link System#nanoTime}. */
    private record Due(long nanos, String queryId, String label) {}

    /** @param images that nothing has seen; at least one */
    GroundTruth(QueryClient client, ShutdownSignal signal, Dataset images) {
        this.client = client;
        this.signal = signal;
        this.images = images.images();
        this.classes = images.classes();
    }

    /** Matches each image once, labels them, and tells what came of it. */
    void run(Console console) throws IOException, InterruptedException {
        try (Progress progress = console.progress("      matching", "images", images.size())) {
            while (matched < images.size()) {
                signal.throwIfCome();
                goOn();
                progress.update(matched, "");
            }
        }
        while (!due.isEmpty()) {
            signal.await(POLL);
            signal.throwIfCome();
            confirm();
        }
        ConfusionWindow window = awaitCounted();
        console.line(
                "      %d matches, %d of them labelled by now (%d wrongly at first); of these in the last 5 minutes:",
                matched, labelled, wrong);
        console.line("      %s", quality(window));
        console.line(
                "      most confused: %s",
                window.confused().stream().limit(SHOWN).map(GroundTruth::pair).collect(Collectors.joining(", ")));
    }

    /** Matches the next image and sends the labels that are due. */
    void goOn() throws IOException, InterruptedException {
        LabelledImage image = images.get(matched++ % images.size());
        QueryClient.Match match = client.match(image.encoded(), Demo.mediaType(image.encoded()));
        if (random.nextDouble() >= NEVER) {
            labelled++;
            long first = System.nanoTime() + random.nextLong(LONGEST_DELAY.toNanos());
            if (random.nextDouble() < WRONG_AT_FIRST) {
                wrong++;
                due.add(new Due(first, match.queryId(), classes.get(random.nextInt(classes.size()))));
                first += random.nextLong(LONGEST_DELAY.toNanos());
            }
            due.add(new Due(first, match.queryId(), image.label()));
        }
        confirm();
    }

    private void confirm() throws IOException, InterruptedException {
        Map<String, String> now = new LinkedHashMap<>();
        while (!due.isEmpty() && due.element().nanos() <= System.nanoTime()) {
            Due label = due.remove();
            now.put(label.queryId(), label.label());
        }
        if (!now.isEmpty()) {
            client.label(now);
        }
    }

    private ConfusionWindow awaitCounted() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        ConfusionWindow window = client.confusion(WINDOW);
        while (window.labelled() < labelled && System.nanoTime() < end) {
            signal.await(POLL);
            signal.throwIfCome();
            window = client.confusion(WINDOW);
        }
        return window;
    }

    /** One line about the last minutes. */
    String quality() throws IOException, InterruptedException {
        return quality(client.confusion(WINDOW));
    }

    private static String quality(ConfusionWindow window) {
        return String.format(
                Locale.ROOT,
                "accuracy %s, precision %s of the accepted (%s promised), coverage %s",
                share(window.quality().accuracy()),
                share(window.quality().precision()),
                share(window.promise() == null ? null : window.promise().precision()),
                share(window.quality().coverage()));
    }

    private static String share(@Nullable Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, "%.3f", share);
    }

    private static String pair(Pair pair) {
        return pair.actual() + " " + (pair.predicted() == null ? "not recognised" : "as " + pair.predicted()) + " ("
                + pair.count() + ")";
    }
}
