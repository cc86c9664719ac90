package dev.semblance.indexer;

import dev.semblance.core.index.ShardState;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What a subtask shows of its shards:
 *
 * <pre>
 * commitMillis                        time of a commit of all shards, publication included
 * shard.P.documents                   live documents of the last commit
 * shard.P.segments                    segments of the last commit
 * shard.P.documentsWithoutGraph       documents that queries scan, or that wait for their graph
 * shard.P.merges                      merges that run or wait
 * shard.P.mergeStallMillis            time that indexing has waited for merges: backpressure
 * shard.P.bufferedBytes               memory of what is not flushed
 * shard.P.publishedBytes              bytes copied to the index store
 * </pre>
 */
final class ShardMetrics {
    private static final int COMMITS_REMEMBERED = 500;

    private final MetricGroup group;
    private final Histogram commitMillis;

    ShardMetrics(MetricGroup group) {
        this.group = group;
        commitMillis = group.histogram("commitMillis", new DescriptiveStatisticsHistogram(COMMITS_REMEMBERED));
    }

    void show(int number, OpenShard shard) {
        MetricGroup one = group.addGroup("shard", Integer.toString(number));
        show(one, "documents", shard, ShardState::documents);
        show(one, "segments", shard, ShardState::segments);
        show(one, "documentsWithoutGraph", shard, ShardState::documentsWithoutGraph);
        show(one, "merges", shard, ShardState::merges);
        show(one, "mergeStallMillis", shard, state -> state.stalled().toMillis());
        show(one, "bufferedBytes", shard, ShardState::bufferedBytes);
        one.gauge("publishedBytes", (Gauge<Long>) shard::publishedBytes);
    }

    private static void show(MetricGroup group, String name, OpenShard shard, ToLongFunction<ShardState> value) {
        group.gauge(name, (Gauge<Long>) () -> value.applyAsLong(shard.state()));
    }

    void committed(Duration time) {
        commitMillis.update(time.toMillis());
    }
}
