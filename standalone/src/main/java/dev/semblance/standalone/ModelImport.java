package dev.semblance.standalone;

import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.BadModelException;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.TorchScriptImport;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Checks a TorchScript file, writes it to the model store, and then, and only then, says so on Kafka.
 *
 * @param file what torch.jit.save has written
 * @param model that it becomes a version of
 * @param input what the module takes
 * @param dimension of an embedding layer on top; empty where the module embeds by itself
 * @param distance that it was trained for
 */
record ModelImport(Path file, String model, InputSpec input, Optional<Integer> dimension, Distance distance) {
    PublishedModel publish(Settings settings) {
        byte[] bytes = read();
        settings.store().models().folder().ifPresent(DiskSpace::requireRoomToStart);
        ModelStore store = new ModelStore(settings.store().models().open(), Clock.systemUTC());
        try (Topics topics = new Topics(settings.kafka().bootstrap())) {
            topics.require(Topic.MODELS);
        }
        PublishedModel published = publishTo(store, bytes);
        try (EventSender sender = new EventSender(settings.kafka().bootstrap())) {
            sender.send(EventType.MODEL_PUBLISHED, published);
        }
        return published;
    }

    private PublishedModel publishTo(ModelStore store, byte[] bytes) {
        TorchScriptImport wanted = new TorchScriptImport(model, input, distance, SemblanceCommand.version());
        String name = String.valueOf(file.getFileName());
        try {
            return dimension.isPresent()
                    ? wanted.backbone(name, bytes, dimension.get(), store)
                    : wanted.embedder(name, bytes, store);
        } catch (BadModelException | IllegalArgumentException e) {
            throw new OperatorException("cannot import " + file + ": " + e.getMessage(), e);
        }
    }

    private byte[] read() {
        if (Files.isDirectory(file)) {
            throw new OperatorException("cannot import " + file + ": it is a folder; name the file in it");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
