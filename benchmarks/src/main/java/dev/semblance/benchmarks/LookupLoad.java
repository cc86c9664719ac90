package dev.semblance.benchmarks;

import dev.semblance.core.OperatorException;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.trainer.data.LabelledImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Look-ups one after the other at a steady rate, until it is ended. The time of one runs from when it was due, so one
 * that had to wait for the one before hides nothing.
 */
final class LookupLoad {
    private static final int NEIGHBOURS = 10;

    private final QueryClient client;
    private final List<LabelledImage> images;
    private final int perSecond;
    private final FutureTask<Percentiles> asking = new FutureTask<>(this::ask);
    private volatile boolean ended;

    private LookupLoad(QueryClient client, List<LabelledImage> images, int perSecond) {
        this.client = client;
        this.images = images;
        this.perSecond = perSecond;
    }

    static LookupLoad start(QueryClient client, List<LabelledImage> images, int perSecond) {
        LookupLoad load = new LookupLoad(client, images, perSecond);
        Thread.ofPlatform().daemon().name("look-ups").start(load.asking);
        return load;
    }

    private Percentiles ask() throws IOException, InterruptedException {
        List<Duration> times = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; !ended || times.isEmpty(); i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            client.lookup(images.get(i % images.size()).encoded(), "image/png", NEIGHBOURS);
            times.add(Duration.ofNanos(System.nanoTime() - due));
        }
        return new Percentiles(times);
    }

    Percentiles end() throws InterruptedException {
        ended = true;
        try {
            return asking.get();
        } catch (ExecutionException e) {
            throw new OperatorException("a look-up failed: " + e.getCause(), e);
        }
    }
}
