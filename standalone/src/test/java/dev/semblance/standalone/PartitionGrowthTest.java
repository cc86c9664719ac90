package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.Rollout;
import dev.semblance.messaging.EventType;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.service.QueryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image topic grows under an index that was made from fewer partitions. */
class PartitionGrowthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldTellGoOnRefuseARestartAndIndexTheNextVersionFromAllPartitions(@TempDir Path folder) throws Exception {
        Map<String, String> little = Map.of("train.seconds", "1", "train.max-images", "500");
        try (SmallSystem system = SmallSystem.start(folder, little)) {
            ModelVersion first = system.publish(1).version();
            byte[] image = system.splits().stream().images().getFirst().encoded();
            for (int i = 0; i < 20; i++) {
                SmallSystem.await(system.put("image-" + i, image, "old"));
            }
            awaitDocuments(system, 20);
            growToThree(system);

            await().atMost(PATIENCE).until(() -> reason(system).contains(fault(first)));
            int inOld = putIntoOldPartitions(system, image);
            awaitDocuments(system, 20 + inOld);

            system.stopIndexer();
            int before = rollouts(system).size();
            SmallSystem.await(system.put("image-0", image, "changed"));
            system.startIndexer();
            ModelVersion second = system.publish(2).version();
            await().atMost(PATIENCE)
                    .until(() -> second.key().equals(system.client().status().modelVersion()));

            QueryClient.Index index = system.client().status().live().orElseThrow();
            assertThat(index.shards()).hasSize(3);
            assertThat(index.documents()).isEqualTo(40);
            assertThat(rollouts(system).subList(before, rollouts(system).size()).stream()
                            .map(Rollout::live)
                            .distinct())
                    .as("the old version stays live until the new one has caught up")
                    .containsExactly(Optional.of(first), Optional.of(second));
        }
    }

    private static void growToThree(SmallSystem system) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", system.bootstrap()))) {
            admin.createPartitions(Map.of(Topic.IMAGES.topicName(), NewPartitions.increaseTo(3)))
                    .all()
                    .get();
        }
    }

    /** Sends 20 images more, of which some go to the new partition, with a client that knows of it. */
    private static int putIntoOldPartitions(SmallSystem system, byte[] image) throws Exception {
        int inOld = 0;
        try (ImageProducer producer = new ImageProducer(system.bootstrap())) {
            for (int i = 0; i < 20; i++) {
                ImageProducer.Position position = producer.put("more-" + i, ImageRecord.of(image, Optional.of("new")))
                        .get();
                inOld += position.partition() < 2 ? 1 : 0;
            }
        }
        assertThat(inOld).isBetween(1, 19);
        return inOld;
    }

    private static String fault(ModelVersion version) {
        return "the index of " + version + " has 2 shards, but the image topic now has 3 partitions";
    }

    private static String reason(SmallSystem system) {
        return rollouts(system).getLast().reason();
    }

    private static List<Rollout> rollouts(SmallSystem system) {
        return new CommittedRecords(system.bootstrap())
                .read(Topic.ROLLOUTS).stream()
                        .map(message -> EventType.ROLLOUT_CHANGED.decode(message.value()))
                        .toList();
    }

    private static void awaitDocuments(SmallSystem system, int documents) {
        await().atMost(PATIENCE)
                .until(() -> system.client()
                        .status()
                        .live()
                        .filter(index -> index.documents() == documents)
                        .isPresent());
    }
}
