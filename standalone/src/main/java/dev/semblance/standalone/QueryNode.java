package dev.semblance.standalone;

import dev.semblance.query.QueryServer;
import dev.semblance.query.QuerySettings;
import dev.semblance.standalone.config.ServeSettings;
import dev.semblance.standalone.config.Settings;
import java.time.Clock;

/** A query server as the settings describe it. */
public final class QueryNode {
    private QueryNode() {}

    /**
     * Starts it.
     *
     * @throws dev.semblance.core.OperatorException if brokers, topics, folders or the port are not to be had
     */
    public static QueryServer start(Settings settings) {
        ServeSettings serve = settings.serve();
        DiskSpace.requireRoomToStart(serve.cache());
        return QueryServer.start(
                new QuerySettings(
                        serve.model(),
                        settings.kafka().bootstrap(),
                        settings.store().models(),
                        settings.store().index(),
                        serve.cache(),
                        serve.host(),
                        serve.port(),
                        serve.device(),
                        settings.imageLimits(),
                        serve.limits(),
                        serve.recallEvery(),
                        settings.monitoring().confusion(),
                        settings.monitoring().monitor(),
                        serve.advertisedHost()),
                Clock.systemUTC());
    }
}
