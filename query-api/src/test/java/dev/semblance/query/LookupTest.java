package dev.semblance.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.index.Neighbour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupTest {
    private final Lookup lookup = new Lookup(new ImageDecoder(ImageLimits.DEFAULT));

    @TempDir
    private Path folder;

    private LoadedModel model;
    private LiveView view;

    @BeforeEach
    void open() throws IOException {
        model = LiveParts.model();
        IndexSnapshot snapshot = new LiveParts(folder)
                .snapshot(
                        9,
                        model.embedder(),
                        Map.of(
                                "low", LiveParts.whiteFrom(7),
                                "half", LiveParts.whiteFrom(4),
                                "white", LiveParts.whiteFrom(0)));
        view = new LiveView(model, snapshot);
    }

    @AfterEach
    void close() {
        view.close();
    }

    @Test
    void shouldFindTheImageItself() throws BadImageException {
        Lookup.Answer answer = lookup.nearest(view, png(LiveParts.whiteFrom(4)), 3);

        assertThat(answer.version()).isEqualTo(LiveParts.VERSION);
        assertThat(answer.commit().checkpointId()).isEqualTo(9);
        assertThat(answer.neighbours())
                .hasSize(3)
                .isSortedAccordingTo((a, b) -> Float.compare(a.distance(), b.distance()));
        Neighbour nearest = answer.neighbours().getFirst();
        assertThat(nearest.id()).isEqualTo("half");
        assertThat(nearest.label()).contains("half");
        assertThat(nearest.distance()).isCloseTo(0, Assertions.within(1e-5f));
        assertThat(List.of(answer.decoding(), answer.embedding(), answer.search()))
                .allSatisfy(time -> assertThat(time).isGreaterThanOrEqualTo(Duration.ZERO));
    }

    @Test
    void shouldGiveNoMoreThanWasAskedFor() throws BadImageException {
        assertThat(lookup.nearest(view, png(LiveParts.whiteFrom(0)), 1).neighbours())
                .singleElement()
                .satisfies(neighbour -> assertThat(neighbour.id()).isEqualTo("white"));
    }

    @Test
    void shouldGiveAllThereAreWhereMoreAreAskedFor() throws BadImageException {
        assertThat(lookup.nearest(view, png(LiveParts.whiteFrom(0)), 1_000).neighbours())
                .extracting(Neighbour::id)
                .containsExactlyInAnyOrder("low", "half", "white");
    }

    @Test
    void shouldFindNothingInAnEmptyIndex() throws IOException, BadImageException {
        try (LiveView empty = new LiveView(model, new LiveParts(folder.resolve("empty")).emptySnapshot())) {
            assertThat(lookup.nearest(empty, png(LiveParts.whiteFrom(0)), 10).neighbours())
                    .isEmpty();
        }
    }

    @Test
    void shouldRefuseWhatIsNoImage() {
        assertRefused(Reason.UNKNOWN_FORMAT, "hello".getBytes(StandardCharsets.UTF_8));
        assertRefused(Reason.EMPTY, new byte[0]);
    }

    @Test
    void shouldRefuseAnImageThatHasNoEmbedding() {
        assertRefused(Reason.NOT_EMBEDDABLE, png(LiveParts.black()));
    }

    /** More refusals than there are cores, which each must be given back. */
    @Test
    void shouldGoOnAfterRefusals() throws BadImageException {
        for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
            assertRefused(Reason.EMPTY, new byte[0]);
        }

        assertThat(lookup.nearest(view, png(LiveParts.whiteFrom(0)), 1).neighbours())
                .hasSize(1);
    }

    private void assertRefused(Reason reason, byte[] image) {
        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> lookup.nearest(view, image, 1))
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason));
    }

    private static byte[] png(Pixels pixels) {
        return PngEncoder.encode(pixels);
    }
}
