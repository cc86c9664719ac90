package dev.semblance.standalone.demo;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.ImageFormat;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.messaging.Topics;
import dev.semblance.query.QueryServer;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.ImageProducer;
import dev.semblance.standalone.IndexerNode;
import dev.semblance.standalone.LogFile;
import dev.semblance.standalone.PublishedModels;
import dev.semblance.standalone.QueryNode;
import dev.semblance.standalone.SendFaults;
import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.Training;
import dev.semblance.standalone.TrainingData;
import dev.semblance.standalone.broker.EmbeddedBroker;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.console.Progress;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.LabelledImage;
import dev.semblance.trainer.data.Splits;
import dev.semblance.trainer.training.TrainingSets;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The main job on real images: broker, indexer, query service and trainer start, a model is trained and published,
 * images are produced, and held-out images are looked up over HTTP. Then it goes on streaming until it is told to stop.
 */
public final class Demo {
    private static final int STEPS = 8;
    private static final Duration POLL = Duration.ofMillis(100);

    private final DemoFolder folder;
    private final Settings settings;
    private final Console console;
    private final ShutdownSignal signal;

    private Demo(DemoFolder folder, Settings settings, Console console, ShutdownSignal signal) {
        this.folder = folder;
        this.settings = settings;
        this.console = console;
        this.signal = signal;
    }

    /** Runs the demo until Ctrl-C. */
    public static void run(Settings given, Console console) throws IOException, InterruptedException {
        try (ShutdownSignal signal = ShutdownSignal.listen();
                DemoFolder folder = DemoFolder.open(given.demo().dataDir())) {
            LogFile.open(folder.log());
            console.line(
                    "Semblance demo. All data in %s%s; log in %s",
                    folder.path(),
                    folder.temporary() ? ", removed at the end" : "",
                    folder.log().getFileName());
            try {
                new Demo(folder, folder.apply(given), console, signal).run();
            } catch (OperatorException | CancellationException e) {
                throw e;
            } catch (RuntimeException | IOException e) {
                console.line("the log is kept in %s", folder.keepLog());
                throw e;
            }
            console.line("stopped");
        }
    }

    private void run() throws IOException, InterruptedException {
        step(1, "load " + settings.train().data().name());
        Splits splits = TrainingData.split(settings.train().data(), console, signal::throwIfCome);
        folder.requireSameData(splits.training().fingerprint());
        console.line(
                "      %d classes; %d images to train on, %d to stream, %d to calibrate, %d to test",
                splits.training().classes().size(),
                splits.training().size(),
                splits.stream().size(),
                splits.calibration().size(),
                splits.test().size());
        signal.throwIfCome();
        step(2, "start the Kafka broker");
        try (EmbeddedBroker broker = EmbeddedBroker.start(
                settings.broker().port(),
                settings.broker().data(),
                settings.broker().imagePartitions())) {
            console.line("      broker at %s", broker.bootstrap());
            step(3, "start indexer and query service");
            try (IndexerNode indexer = IndexerNode.start(settings);
                    QueryServer server = QueryNode.start(settings);
                    QueryClient client = new QueryClient(server.address());
                    ImageProducer producer = new ImageProducer(broker.bootstrap())) {
                console.line("      Flink at %s, queries at %s", indexer.webInterface(), server.address());
                play(splits, client, producer);
            }
        }
    }

    private void play(Splits splits, QueryClient client, ImageProducer producer)
            throws IOException, InterruptedException {
        step(4, "have a model");
        PublishedModel model = model(splits);
        step(5, "stream images and index them");
        fill(splits.stream(), producer);
        awaitIndexed(model, client);
        step(6, "look up images that nothing has seen");
        new HeldOutLookups(client, console, signal).run(splits, settings.demo().lookups());
        step(7, "calibrate, and match images that nothing has seen");
        new HeldOutMatches(client, console).run(splits, settings.demo().lookups());
        step(8, "match on, and learn later what the images were");
        GroundTruth truth = new GroundTruth(
                client, signal, splits.test().limitedTo(settings.demo().lookups()));
        truth.run(console);
        LiveStream stream = new LiveStream(producer, client, console, signal);
        stream.measureFreshness(splits.stream());
        console.line("");
        console.line("Ready. Ask it yourself, in another terminal:");
        console.line(
                "  curl -s -H 'Content-Type: image/png' --data-binary @examples/ankle-boot.png '%s/v1/lookup?k=3'",
                "http://localhost:" + client.port());
        console.line(
                "  curl -s -H 'Content-Type: image/png' --data-binary @examples/ankle-boot.png '%s/v1/match'",
                "http://localhost:" + client.port());
        console.line("  curl -s '%s/v1/confusion?window=5m'", "http://localhost:" + client.port());
        console.line(
                "Images go on streaming, and are matched and labelled, %s a second. Ctrl-C stops everything.",
                settings.demo().rate());
        stream.goOn(splits.stream(), settings.demo().rate(), settings.broker().data(), truth);
    }

    /** Trains one, unless the folder holds one of the same data. */
    private PublishedModel model(Splits splits) throws InterruptedException {
        Optional<PublishedModel> earlier = PublishedModels.newest(
                settings.kafka().bootstrap(), settings.train().model());
        String fingerprint = splits.training().fingerprint().hex();
        if (earlier.isPresent()
                && earlier.get().description().lineage().dataFingerprint().equals(fingerprint)) {
            console.line(
                    "      going on with %s; not trained again", earlier.get().version());
            return earlier.get();
        }
        PublishedModel model = new Training(settings, console, signal::throwIfCome).run(() -> TrainingSets.of(splits));
        console.line(
                "      published %s, recall@1 %.3f at the end of training",
                model.version(), model.description().metrics().getOrDefault("recall@1", Double.NaN));
        return model;
    }

    /** Sends what the topic lacks: nothing, if an earlier demo in the folder came this far. */
    private void fill(Dataset images, ImageProducer producer) {
        long present;
        try (Topics topics = new Topics(settings.kafka().bootstrap())) {
            present = topics.nextRecordOffsets(Topic.IMAGES).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
        if (present >= images.size()) {
            console.line("      the topic holds %d records already", present);
            return;
        }
        try (Progress progress = console.progress("      producing", "images", images.size());
                SendFaults faults = new SendFaults()) {
            int sent = 0;
            for (LabelledImage image : images.images()) {
                signal.throwIfCome();
                faults.watch(producer.put(image.id(), LiveStream.asRecord(image)));
                progress.update(++sent, "");
            }
            producer.flush();
        }
    }

    private void awaitIndexed(PublishedModel model, QueryClient client) throws IOException, InterruptedException {
        long wanted;
        Map<Integer, Long> ends;
        try (Topics topics = new Topics(settings.kafka().bootstrap())) {
            ends = topics.nextRecordOffsets(Topic.IMAGES);
            wanted = ends.values().stream().mapToLong(Long::longValue).sum();
        }
        try (Progress progress = console.progress("      searchable", "records", wanted)) {
            while (true) {
                QueryClient.Status status = client.status();
                Optional<QueryClient.Index> live =
                        status.live().filter(index -> model.version().key().equals(status.modelVersion()));
                long indexed = live.map(index -> index.indexedOf(ends)).orElse(0L);
                progress.update(indexed, live.isEmpty() ? "waiting for the new version to go live" : "");
                if (indexed >= wanted) {
                    return;
                }
                signal.await(POLL);
                signal.throwIfCome();
            }
        }
    }

    private void step(int number, String what) {
        console.line("[%d/%d] %s", number, STEPS, what);
    }

    static String mediaType(byte[] image) {
        return ImageFormat.of(image).orElse(ImageFormat.PNG).mediaType();
    }
}
