package dev.semblance.standalone;

import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.store.FolderStore;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.config.TrainSettings;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.console.Progress;
import dev.semblance.trainer.data.Splits;
import dev.semblance.trainer.training.TrainedModel;
import dev.semblance.trainer.training.Trainer;
import dev.semblance.trainer.training.TrainingListener;
import dev.semblance.trainer.training.TrainingPlan;
import dev.semblance.trainer.training.TrainingProgress;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/** Trains a model, writes it to the model store, and then, and only then, says so on Kafka. */
public final class Training {
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

    /** Trains on the training part and publishes the result. */
    public PublishedModel run(Splits splits) {
        TrainSettings train = settings.train();
        DiskSpace.require(settings.store().models());
        try (Topics topics = new Topics(settings.kafka().bootstrap())) {
            topics.require(Topic.MODELS); // better now than after the training
        }
        TrainingPlan plan = new TrainingPlan(
                train.seconds(),
                train.seed(),
                train.dimension(),
                train.classesPerBatch(),
                train.examplesPerClass(),
                train.learningRate(),
                train.device());
        TrainedModel trained;
        try (ProgressListener listener = new ProgressListener()) {
            trained = new Trainer(plan, Clock.systemUTC(), listener).train(train.model(), splits);
        }
        PublishedModel published = trained.publishTo(
                new ModelStore(new FolderStore(settings.store().models()), Clock.systemUTC()));
        try (EventSender sender = new EventSender(settings.kafka().bootstrap())) {
            sender.send(EventType.MODEL_PUBLISHED, published);
        }
        return published;
    }

    /** Shows each phase of a run as a task of its own. */
    private final class ProgressListener implements TrainingListener, AutoCloseable {
        private String phase = "";
        private Optional<Progress> progress = Optional.empty();

        @Override
        public void preparing(int images, int total) {
            show("reading images", "images", total, images, "");
        }

        @Override
        public void training(TrainingProgress now) {
            String note = String.format(
                    Locale.ROOT, "step %d, loss %.3f, %.0f images/s", now.steps(), now.loss(), now.imagesPerSecond());
            long budget = now.budget().toSeconds();
            show("training", "s", budget, Math.min(budget, now.elapsed().toSeconds()), note);
        }

        @Override
        public void judging(int images, int total) {
            show("judging on held-out images", "images", total, images, "");
        }

        private void show(String name, String unit, long total, long done, String note) {
            heartbeat.run();
            if (!phase.equals(name)) {
                close();
                phase = name;
                progress = Optional.of(console.progress(name, unit, total));
            }
            progress.ifPresent(shown -> shown.update(done, note));
        }

        @Override
        public void close() {
            progress.ifPresent(Progress::close);
            progress = Optional.empty();
        }
    }
}
