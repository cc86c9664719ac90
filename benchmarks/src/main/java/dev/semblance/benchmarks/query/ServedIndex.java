package dev.semblance.benchmarks.query;

import dev.semblance.benchmarks.index.CorpusIndex;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Rollout;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.standalone.Training;
import dev.semblance.standalone.TrainingData;
import dev.semblance.standalone.broker.EmbeddedBroker;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.demo.DemoFolder;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.trainer.data.Splits;
import dev.semblance.trainer.training.TrainingSets;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A query service in a process of its own, as it runs in production, with the broker that it follows. What it serves is
 * a model that was trained for a moment, and the vectors of a corpus in its name: how they were made does not matter to
 * a search.
 */
final class ServedIndex implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Settings settings;
    private final EmbeddedBroker broker;
    private final ServiceProcess service;
    private final Splits images;
    private final PublishedModel model;

    private ServedIndex(
            Settings settings, EmbeddedBroker broker, ServiceProcess service, Splits images, PublishedModel model) {
        this.settings = settings;
        this.broker = broker;
        this.service = service;
        this.images = images;
        this.model = model;
    }

    /**
     * Starts, and waits until the index is live.
     *
     * @param folder for models, brokers and caches
     * @param network of the model
     */
    static ServedIndex start(DemoFolder folder, CorpusIndex corpus, String network, Console console)
            throws IOException, InterruptedException {
        EmbeddedBroker broker = EmbeddedBroker.start(0, folder.path().resolve("broker"), 1);
        Settings settings = settings(folder, corpus, network, broker.bootstrap());
        Splits images = TrainingData.split(settings.train().data(), console);
        PublishedModel model = new Training(settings, console, () -> {}).run(() -> TrainingSets.of(images));
        try (EventSender sender = new EventSender(broker.bootstrap())) {
            sender.send(EventType.INDEX_COMMITTED, corpus.mergedCommit(model.version()));
            sender.send(
                    EventType.ROLLOUT_CHANGED,
                    new Rollout(
                            model.version().model(),
                            Optional.of(model.version()),
                            Optional.empty(),
                            Optional.empty(),
                            "benchmark",
                            "benchmark",
                            Instant.now()));
        }
        ServedIndex served =
                new ServedIndex(settings, broker, ServiceProcess.start(folder.path(), settings), images, model);
        served.awaitReady();
        return served;
    }

    private static Settings settings(DemoFolder folder, CorpusIndex corpus, String network, String bootstrap) {
        Map<String, String> flags = new HashMap<>();
        flags.put("train.seconds", "0");
        flags.put("train.epochs", "1");
        flags.put("train.steps-per-epoch", "10");
        flags.put("train.network", network);
        flags.put(
                "train.dimension", Integer.toString(corpus.queries().getFirst().dimension()));
        return folder.apply(Settings.load(Optional.empty(), Map.of(), flags))
                .with(
                        Map.of(
                                "kafka.bootstrap",
                                bootstrap,
                                "store.index",
                                corpus.mergedStore().toString()),
                        "benchmark");
    }

    private void awaitReady() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        try (QueryClient client = new QueryClient(service.address())) {
            while (!client.status().ready()) {
                if (Instant.now().isAfter(end)) {
                    throw new IOException("the query service does not get ready; its log says why");
                }
                Thread.sleep(POLL);
            }
        }
    }

    Settings settings() {
        return settings;
    }

    PublishedModel model() {
        return model;
    }

    /** CPU time that the service has taken so far, in steps of some 10 ms. */
    Duration cpu() {
        return service.cpu();
    }

    /** Real images, which the model takes. */
    Splits images() {
        return images;
    }

    /** Where it answers look-ups. */
    URI lookup(String parameters) {
        return service.address().resolve("/v1/lookup?" + parameters);
    }

    @Override
    public void close() {
        service.close();
        broker.close();
    }
}
