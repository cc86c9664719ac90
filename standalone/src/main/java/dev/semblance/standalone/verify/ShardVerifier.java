package dev.semblance.standalone.verify;

import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.index.ShardDocuments;
import dev.semblance.messaging.PartitionReader;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.verify.Difference.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies the shards of a commit, one after the other: never more than one is in memory. */
final class ShardVerifier {
    private final Settings settings;
    private final IndexCommit commit;
    private final OpenedShards opened;
    private final Embedder embedder;
    private final Differences differences;

    ShardVerifier(
            Settings settings, IndexCommit commit, OpenedShards opened, Embedder embedder, Differences differences) {
        this.settings = settings;
        this.commit = commit;
        this.opened = opened;
        this.embedder = embedder;
        this.differences = differences;
    }

    List<Verification.Shard> run(Topics topics) throws IOException {
        String bootstrap = settings.kafka().bootstrap();
        DeadLetterLedger letters = DeadLetterLedger.read(bootstrap, topics, commit.version());
        letters.reportRepeated(commit.generation(), differences);
        int partitions = topics.partitions(Topic.IMAGES);
        List<Verification.Shard> shards = new ArrayList<>();
        for (ShardCommit shard : commit.shards()) {
            if (shard.shard() >= partitions) {
                differences.add(
                        Kind.OFFSET,
                        "shard " + shard.shard(),
                        "the image topic has only " + partitions + " partitions");
                continue;
            }
            try (PartitionReader reader = new PartitionReader(bootstrap, Topic.IMAGES, shard.shard())) {
                shards.add(verify(shard, fold(shard, reader, letters)));
            }
        }
        return shards;
    }

    private ShardFold fold(ShardCommit shard, PartitionReader reader, DeadLetterLedger letters) {
        ContentReader contents =
                new ContentReader(new ImageDecoder(settings.imageLimits()), commit.version(), embedder.dimension());
        ShardFold fold = new ShardFold(shard.shard(), contents, embedder, letters, differences);
        long start = reader.start();
        long end = reader.committedEnd();
        if (shard.nextOffset() < start || shard.nextOffset() > end) {
            differences.add(
                    Kind.OFFSET,
                    "shard " + shard.shard(),
                    "the commit ends at offset " + shard.nextOffset() + ", the partition holds " + start + " to "
                            + end);
        }
        reader.read(start, Math.min(shard.nextOffset(), end), fold::add);
        fold.flush();
        reader.read(Math.max(start, shard.nextOffset()), end, fold::addLater);
        return fold;
    }

    private Verification.Shard verify(ShardCommit shard, ShardFold fold) throws IOException {
        long uncheckable = fold.uncheckable();
        double largestVectorDifference = 0;
        Optional<ShardDocuments> documents = opened.shard(shard.shard());
        if (documents.isPresent()) {
            compareFigures(shard, documents.get());
            ShardComparison comparison = new ShardComparison(shard.shard(), fold, documents.get(), differences);
            comparison.run();
            uncheckable += comparison.uncheckable();
            largestVectorDifference = comparison.largestVectorDifference();
        }
        return new Verification.Shard(
                shard.shard(),
                shard.nextOffset(),
                fold.records(),
                fold.images().size(),
                fold.superseded(),
                fold.deletes(),
                fold.refused(),
                uncheckable,
                documents.map(ShardDocuments::count).orElse(0),
                largestVectorDifference);
    }

    private void compareFigures(ShardCommit shard, ShardDocuments documents) throws IOException {
        String where = "shard " + shard.shard();
        if (documents.count() != shard.documents()) {
            differences.add(
                    Kind.COUNT, where, documents.count() + " documents, " + shard.documents() + " were announced");
        }
        long nextOffset = documents.nextOffset().orElse(-1);
        if (nextOffset != shard.nextOffset()) {
            differences.add(
                    Kind.OFFSET,
                    where,
                    "Lucene's commit ends at offset " + nextOffset + ", announced was " + shard.nextOffset());
        }
    }
}
