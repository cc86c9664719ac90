package dev.semblance.messaging;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.model.Lineage;
import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.ModelFormat;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.NetworkFields;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.store.Sha256;
import dev.semblance.schema.avro.EmbeddingSpec;
import dev.semblance.schema.avro.InputSpec;
import dev.semblance.schema.avro.ModelPublished;
import java.util.Locale;
import java.util.Optional;

/** {@link PublishedModel} to Avro and back. */
final class ModelEvents {
    private ModelEvents() {}

    static ModelPublished toAvro(PublishedModel model) {
        ModelDescription description = model.description();
        NetworkFields network = NetworkFields.of(description.network());
        return ModelPublished.newBuilder()
                .setModel(model.version().model())
                .setVersion(model.version().version())
                .setLocation(model.location())
                .setSha256(model.sha256().hex())
                .setFormat(ModelFormat.of(description.network()).label())
                .setArchitecture(network.architecture())
                .setPooling(network.pooling().orElse(null))
                .setModule(network.module().orElse(null))
                .setInput(input(description.input()))
                .setEmbedding(new EmbeddingSpec(
                        description.network().dimension(),
                        description.distance().name().toLowerCase(Locale.ROOT)))
                .setClasses(description.classes())
                .setMetrics(description.metrics())
                .setLineage(lineage(description.lineage()))
                .setPublishedAt(model.publishedAt())
                .build();
    }

    static PublishedModel fromAvro(ModelPublished event) {
        NetworkSpec network = network(event);
        InputSpec input = event.getInput();
        ModelDescription description = new ModelDescription(
                new ModelVersion(event.getModel(), event.getVersion()),
                network,
                new dev.semblance.core.image.InputSpec(
                        input.getWidth(), input.getHeight(), input.getMeans(), input.getStandardDeviations()),
                Distance.valueOf(event.getEmbedding().getDistance().toUpperCase(Locale.ROOT)),
                event.getClasses(),
                event.getMetrics(),
                lineage(event.getLineage()));
        return new PublishedModel(
                description, event.getLocation(), new Sha256(event.getSha256()), event.getPublishedAt());
    }

    private static NetworkSpec network(ModelPublished event) {
        NetworkSpec network = new NetworkFields(
                        event.getArchitecture(),
                        Optional.ofNullable(event.getPooling()),
                        Optional.ofNullable(event.getModule()),
                        event.getEmbedding().getDimension())
                .spec();
        if (!event.getFormat().equals(ModelFormat.of(network).label())) {
            throw new IllegalArgumentException(
                    "unknown model format '" + event.getFormat() + "' of network " + network.name());
        }
        return network;
    }

    private static InputSpec input(dev.semblance.core.image.InputSpec input) {
        return new InputSpec(input.width(), input.height(), input.means(), input.standardDeviations());
    }

    private static dev.semblance.schema.avro.Lineage lineage(Lineage lineage) {
        return new dev.semblance.schema.avro.Lineage(
                lineage.data(), lineage.dataFingerprint(), lineage.codeVersion(), lineage.seed(), lineage.training());
    }

    private static Lineage lineage(dev.semblance.schema.avro.Lineage lineage) {
        return new Lineage(
                lineage.getData(),
                lineage.getDataFingerprint(),
                lineage.getCodeVersion(),
                lineage.getSeed(),
                lineage.getTraining());
    }
}
