package dev.semblance.indexer;

import dev.semblance.core.embedding.DeviceChoice;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.messaging.EventType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Runs an {@link ImageBatch} in Flink. A batch leaves when it is full, a moment after its first record came, and before
 * each checkpoint barrier, so a checkpoint never holds an image that is not embedded.
 */
final class EmbeddingOperator extends AbstractStreamOperator<ShardChange>
        implements OneInputStreamOperator<SourceRecord, ShardChange>, BoundedOneInput {
    static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters", ImmutableType.DEAD_LETTER);

    private static final long serialVersionUID = 1L;
    private static final long LINGER_MILLIS = 10;
    /** Some 100,000 embeddings of 64 values, or 25,000 with thumbnails of 2 KiB. */
    private static final long KNOWN_IMAGES_BYTES = 64L << 20;

    private static final int BATCHES_REMEMBERED = 500;

    private final IndexJobSettings settings;
    private final byte[] modelEvent;
    private transient @Nullable ImageBatch batch;
    private transient boolean flushIsDue;

    EmbeddingOperator(IndexJobSettings settings, PublishedModel model) {
        this.settings = settings;
        this.modelEvent = EventType.MODEL_PUBLISHED.encode(model);
    }

    @Override
    public void open() throws Exception {
        super.open();
        PublishedModel model = EventType.MODEL_PUBLISHED.decode(modelEvent);
        batch = new ImageBatch(
                model.version(),
                loadEmbedder(model),
                new RecordReader(new ImageDecoder(settings.imageLimits())),
                settings.thumbnails(),
                new KnownImages(KNOWN_IMAGES_BYTES),
                settings.batchSize(),
                new CountingOutput());
    }

    private Embedder loadEmbedder(PublishedModel model) throws IOException {
        ModelStore models = new ModelStore(settings.openModelStore(), Clock.systemUTC());
        return Embedder.load(model, models, DeviceChoice.choose(settings.device()));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a timer that fails fails the task
    public void processElement(StreamRecord<SourceRecord> element) {
        batch().add(element.getValue());
        if (!flushIsDue) {
            flushIsDue = true;
            long due = getProcessingTimeService().getCurrentProcessingTime() + LINGER_MILLIS;
            getProcessingTimeService().registerTimer(due, time -> {
                flushIsDue = false;
                batch().flush();
            });
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        batch().flush();
    }

    @Override
    public void endInput() {
        batch().flush();
    }

    @Override
    public void close() throws Exception {
        if (batch != null) {
            batch.close();
        }
        super.close();
    }

    private ImageBatch batch() {
        return Objects.requireNonNull(batch, "the operator is not open");
    }

    /**
     * Counts what goes by: {@code changes}, {@code deadLetters}, {@code embedded} and {@code reused} images, and the
     * distribution of {@code batchImages} and {@code batchMillis}.
     */
    private final class CountingOutput implements ImageBatch.Output {
        private final Counter changes = getMetricGroup().counter("changes");
        private final Counter deadLetters = getMetricGroup().counter("deadLetters");
        private final Counter embedded = getMetricGroup().counter("embedded");
        private final Counter reused = getMetricGroup().counter("reused");
        private final Histogram batchImages = histogram("batchImages");
        private final Histogram batchMillis = histogram("batchMillis");

        private Histogram histogram(String name) {
            return getMetricGroup().histogram(name, new DescriptiveStatisticsHistogram(BATCHES_REMEMBERED));
        }

        @Override
        public void embedded(int novel, int known, Duration time) {
            embedded.inc(novel);
            reused.inc(known);
            batchImages.update(novel + known);
            batchMillis.update(time.toMillis());
        }

        @Override
        public void change(ShardChange change) {
            changes.inc();
            output.collect(new StreamRecord<>(change));
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            deadLetters.inc();
            LOG.warn(
                    "dead letter {}-{}@{}: {}",
                    letter.record().topic(),
                    letter.record().partition(),
                    letter.record().offset(),
                    letter.detail());
            output.collect(DEAD_LETTERS, new StreamRecord<>(letter));
        }
    }
}
