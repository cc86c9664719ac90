package dev.semblance.standalone;

import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.messaging.Topics;
import dev.semblance.query.QueryServer;
import dev.semblance.standalone.broker.EmbeddedBroker;
import dev.semblance.standalone.config.BrokerSettings;
import dev.semblance.standalone.config.ProduceSettings;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.console.Progress;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LabelledImage;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/** What the commands do that run one part each. */
final class Commands {
    private Commands() {}

    static void broker(Settings settings, Console console) throws InterruptedException {
        BrokerSettings broker = settings.broker();
        DiskSpace.requireRoomToStart(broker.data());
        try (ShutdownSignal signal = ShutdownSignal.listen();
                EmbeddedBroker running = EmbeddedBroker.start(broker.port(), broker.data(), broker.imagePartitions())) {
            console.line("broker ready at %s", running.bootstrap());
            DiskSpace.mindUntil(signal, broker.data());
        }
    }

    static void topics(Settings settings, Console console) {
        try (Topics topics = new Topics(settings.kafka().bootstrap())) {
            topics.create(settings.broker().imagePartitions());
        }
        console.line("all topics are there on %s", settings.kafka().bootstrap());
    }

    static void train(Settings given, Console console) {
        Settings settings = given.resumed();
        try (ShutdownSignal signal = ShutdownSignal.listen()) {
            PublishedModel model = new Training(settings, console, signal::throwIfCome)
                    .run(() -> TrainingData.sets(settings.train().data(), console, signal::throwIfCome));
            console.line("published %s:", model.version());
            new TreeMap<>(model.description().metrics())
                    .forEach((name, value) -> console.line("  %-32s %.4f", name, value));
        }
    }

    static void produce(Settings settings, Console console) throws InterruptedException {
        ProduceSettings produce = settings.produce();
        Dataset images = TrainingData.part(settings.train().data().named(produce.data()), produce.part(), console);
        try (ShutdownSignal signal = ShutdownSignal.listen();
                ImageProducer producer = new ImageProducer(settings.kafka().bootstrap())) {
            do {
                send(images, producer, produce.rate(), signal, console);
            } while (produce.loop() && !signal.hasCome());
        }
    }

    private static void send(
            Dataset images, ImageProducer producer, double rate, ShutdownSignal signal, Console console)
            throws InterruptedException {
        Duration pause = rate == 0 ? Duration.ZERO : Duration.ofNanos((long) (1e9 / rate));
        try (Progress progress = console.progress("producing", "images", images.size());
                SendFaults faults = new SendFaults()) {
            int sent = 0;
            for (LabelledImage image : images.images()) {
                if (signal.await(pause)) {
                    break;
                }
                faults.watch(producer.put(image.id(), ImageRecord.of(image.encoded(), Optional.of(image.label()))));
                progress.update(++sent, "");
            }
            producer.flush();
        }
    }

    static void index(Settings settings, Console console) throws InterruptedException {
        try (ShutdownSignal signal = ShutdownSignal.listen();
                IndexerNode indexer = IndexerNode.start(settings)) {
            console.line("indexer ready, Flink at %s", indexer.webInterface());
            DiskSpace.mindUntil(signal, IndexerNode.folders(settings));
        }
    }

    static void serve(Settings settings, Console console) throws InterruptedException {
        try (ShutdownSignal signal = ShutdownSignal.listen();
                QueryServer server = QueryNode.start(settings)) {
            console.line("query service ready at %s", server.address());
            DiskSpace.mindUntil(signal, settings.serve().cache());
        }
    }
}
