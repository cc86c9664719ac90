package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.standalone.service.QueryClient;
import dev.semblance.standalone.service.QueryClient.Neighbour;
import dev.semblance.trainer.data.LabelledImage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard stays the fold of its partition whatever number of tasks writes the shards. */
class RescalingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int IDS = 80;

    /** What the folds must hold: label by id, and next offset by partition. */
    private final Map<String, String> expected = new HashMap<>();

    private final Map<Integer, Long> nextOffsets = new TreeMap<>();

    @Test
    void shouldKeepEveryShardAFoldFromTwoTasksToOneAndBack(@TempDir Path folder) throws Exception {
        Map<String, String> little = Map.of("train.seconds", "1", "train.max-images", "500", "index.parallelism", "2");
        try (SmallSystem system = SmallSystem.start(folder, little)) {
            system.publish(1);
            change(system, "first");
            verify(system);
            assertThat(writersOf(system)).isEqualTo(2);
            long generation = system.client().status().live().orElseThrow().generation();
            for (int parallelism : List.of(1, 2)) {
                change(system, "before " + parallelism);
                system.stopIndexer();
                change(system, "while away from " + parallelism);
                system.startIndexer(Map.of("index.parallelism", Integer.toString(parallelism)));
                verify(system);
                assertThat(writersOf(system)).isEqualTo(parallelism);
                change(system, "after " + parallelism);
                verify(system);
            }
            assertThat(system.client().status().live().orElseThrow().generation())
                    .as("no index was built anew")
                    .isEqualTo(generation);
        }
    }

    /** Puts three of four ids, mostly again with another image and label, and deletes the fourth; others each time. */
    private void change(SmallSystem system, String label) throws Exception {
        List<LabelledImage> images = system.splits().stream().images();
        int round = label.hashCode() & 0xFFFF;
        for (int i = 0; i < IDS; i++) {
            String id = "image-" + i;
            if ((i + round) % 4 == 0) {
                expected.remove(id);
                note(SmallSystem.await(system.producer().delete(id)));
            } else {
                expected.put(id, label);
                byte[] image = images.get((i * 7 + round) % images.size()).encoded();
                note(SmallSystem.await(system.put(id, image, label)));
            }
        }
    }

    private void note(ImageProducer.Position position) {
        nextOffsets.put(position.partition(), position.offset() + 1);
    }

    private void verify(SmallSystem system) throws Exception {
        await().atMost(PATIENCE).until(() -> offsets(system).equals(nextOffsets));
        byte[] any = system.splits().stream().images().getFirst().encoded();
        List<Neighbour> all = system.client().lookup(any, "image/png", 1_000).neighbours();

        assertThat(all).as("each id once").hasSameSizeAs(expected.keySet());
        assertThat(all.stream().collect(Collectors.toMap(Neighbour::id, one -> String.valueOf(one.label()))))
                .isEqualTo(expected);
    }

    private static Map<Integer, Long> offsets(SmallSystem system) throws Exception {
        return system.client()
                .status()
                .live()
                .map(index -> index.shards().stream()
                        .collect(Collectors.toMap(QueryClient.Shard::shard, QueryClient.Shard::nextOffset)))
                .orElse(Map.of());
    }

    /** How many tasks Flink runs of the operator that writes. */
    private static int writersOf(SmallSystem system) throws Exception {
        String job = first("\"jid\":\"([0-9a-f]{32})\"", get(system.flink().resolve("/jobs/overview")));
        return Integer.parseInt(first(
                "\"name\":\"write shards[^}]*?\"parallelism\":(\\d+)",
                get(system.flink().resolve("/jobs/" + job))));
    }

    private static String get(URI address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
