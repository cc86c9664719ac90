package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.index.ShardCommit;
import dev.semblance.query.QueryServer;
import dev.semblance.standalone.QueryNode;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.service.QueryClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query node that starts where a long history lies. */
class RestartedQueryNodeTest {
    /** Takes a while to read, in many fetches of 1 MiB, with the other topics in between. */
    private static final long COMMITS = 40_000;

    @Test
    void shouldAnswerFirstFromTheNewestCommit(@TempDir Path folder) throws Exception {
        try (KnownTopic topic = KnownTopic.start(folder)) {
            PlantedIndex index = new PlantedIndex(topic, topic.publish("restarted"), folder);
            index.goLive();
            ShardCommit shard = index.shard(1, 2, index.plain());
            index.announceHistory(COMMITS, shard);

            try (QueryServer server = QueryNode.start(settings(topic, folder));
                    QueryClient client = new QueryClient(server.address())) {
                assertThat(firstAnswer(client).checkpointId()).isEqualTo(COMMITS);
            }
        }
    }

    private static QueryClient.Index firstAnswer(QueryClient client) throws Exception {
        Optional<QueryClient.Index> live;
        do {
            live = client.status().live();
        } while (live.isEmpty());
        return live.get();
    }

    private static Settings settings(KnownTopic topic, Path folder) {
        return Settings.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "kafka.bootstrap",
                        topic.bootstrap(),
                        "store.models",
                        folder.resolve("models").toString(),
                        "store.index",
                        folder.resolve("store").toString(),
                        "serve.model",
                        "restarted",
                        "serve.cache",
                        folder.resolve("cache").toString(),
                        "serve.port",
                        "0"));
    }
}
