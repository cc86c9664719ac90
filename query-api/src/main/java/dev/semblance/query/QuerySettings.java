package dev.semblance.query;

import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.store.StoreLocation;
import dev.semblance.query.confusion.ConfusionSettings;
import dev.semblance.query.confusion.MonitorSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a query node is told.
 *
 * @param model the model whose live version answers
 * @param bootstrap Kafka brokers
 * @param modelStore where the model store lies
 * @param indexStore where the index store lies
 * @param cache folder for fetched index files
 * @param host address to listen on
 * @param port port to listen on; 0 for any free one
 * @param device where to embed: auto, cpu or gpu:N
 * @param imageLimits largest image of a query
 * @param limits of requests
 * @param recallEvery time between two measurements of the approximate search; zero for none
 * @param confusion how matches are held against labels
 * @param monitor how they are watched
 * @param advertisedHost by which other nodes reach this one; empty for the host above
 */
public record QuerySettings(
        String model,
        String bootstrap,
        StoreLocation modelStore,
        StoreLocation indexStore,
        Path cache,
        String host,
        int port,
        String device,
        ImageLimits imageLimits,
        RequestLimits limits,
        Duration recallEvery,
        ConfusionSettings confusion,
        MonitorSettings monitor,
        String advertisedHost) {}
