package dev.semblance.standalone;

import dev.semblance.core.OperatorException;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.NetworkSpec.TorchScriptBackbone;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Weights;
import dev.semblance.core.store.Sha256;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.config.TrainDataSettings;
import dev.semblance.standalone.config.TrainSettings;
import dev.semblance.standalone.console.Console;
import dev.semblance.trainer.training.RunFolder;
import dev.semblance.trainer.training.TrainedModel;
import dev.semblance.trainer.training.Trainer;
import dev.semblance.trainer.training.TrainingInput;
import dev.semblance.trainer.training.TrainingPlan;
import dev.semblance.trainer.training.TrainingSets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** Trains a model, writes it to the model store, and then, and only then, says so on Kafka. */
public final class Training {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Settings settings;
    private final Console console;
    private final Runnable heartbeat;

    /**
     * A run that is to come.
     *
     * @param heartbeat called several times a second while the run goes; what it throws ends the run
     */
    public Training(Settings settings, Console console, Runnable heartbeat) {
        this.settings = settings;
        this.console = console;
        this.heartbeat = heartbeat;
    }

    /**
     * Trains, or goes on with the run that the settings name, and publishes the result.
     *
     * @param sets loads the images, which takes long: what else is wrong is found before
     * @throws CancellationException if the run was broken off; it can be gone on with where this has been said
     */
    public PublishedModel run(Supplier<TrainingSets> sets) {
        TrainSettings train = settings.train();
        settings.store().models().folder().ifPresent(DiskSpace::requireRoomToStart);
        ModelStore models = new ModelStore(settings.store().models().open(), Clock.systemUTC());
        try (Topics topics = new Topics(settings.kafka().bootstrap())) {
            topics.require(Topic.MODELS); // better now than after the training
        }
        Optional<RunFolder> begun = train.resume().map(RunFolder::open);
        Weights given =
                train.backbone().map(Training::read).map(Weights::ofModule).orElse(Weights.none());
        try (TrainingConsole listener =
                new TrainingConsole(console, heartbeat, train.plan().budget().stepsPerEpoch())) {
            Trainer trainer = new Trainer(plan(train, given), Clock.systemUTC(), listener);
            TrainingInput input = prepare(sets.get());
            RunFolder folder = begun.orElseGet(this::create);
            console.line("the run is kept in %s", folder.path());
            return publish(train(trainer, input, given, folder), models, folder);
        }
    }

    private TrainingInput prepare(TrainingSets sets) {
        TrainDataSettings data = settings.train().data();
        try (ConsoleLoadListener listener = new ConsoleLoadListener(console, heartbeat)) {
            return TrainingInput.prepare(sets, data.input(), data.memoryBytes(), listener);
        }
    }

    private RunFolder create() {
        TrainSettings train = settings.train();
        DiskSpace.requireRoomToStart(train.runs());
        String name = train.model() + "-" + TIMESTAMP.format(Clock.systemUTC().instant());
        return RunFolder.create(train.runs(), name, settings.printTraining());
    }

    private TrainedModel train(Trainer trainer, TrainingInput input, Weights given, RunFolder folder) {
        try {
            return trainer.train(settings.train().model(), input, given, folder);
        } catch (CancellationException e) {
            console.line("training stopped; go on with ./semblance train --resume %s", folder.path());
            throw e;
        }
    }

    private PublishedModel publish(TrainedModel trained, ModelStore models, RunFolder folder) {
        try (EventSender sender = new EventSender(settings.kafka().bootstrap())) {
            PublishedModel published = trained.publishTo(models);
            sender.send(EventType.MODEL_PUBLISHED, published);
            return published;
        } catch (KafkaException | UncheckedIOException e) {
            throw new OperatorException(
                    "the model is trained, but could not be published: " + e.getMessage()
                            + "; ./semblance train --resume " + folder.path() + " publishes it",
                    e);
        }
    }

    private static TrainingPlan plan(TrainSettings train, Weights given) {
        int dimension = train.plan().network().dimension();
        return given.module()
                .map(module -> train.plan().withNetwork(new TorchScriptBackbone(Sha256.of(module), dimension)))
                .orElse(train.plan());
    }

    private static byte[] read(Path backbone) {
        try {
            return Files.readAllBytes(backbone);
        } catch (IOException e) {
            throw new OperatorException("cannot read the backbone " + backbone + ": " + e, e);
        }
    }
}
