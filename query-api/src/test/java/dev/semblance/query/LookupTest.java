package dev.semblance.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.core.index.DocumentFilter;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.index.Neighbour;
import dev.semblance.core.index.SearchMode;
import dev.semblance.query.LookupRequest.Search;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupTest {
    private final Admission admission = new Admission(8, 1 << 20);
    private final RecentQueries recent = new RecentQueries();
    private final Lookup lookup =
            new Lookup(new Points(new ImageDecoder(ImageLimits.DEFAULT), admission), admission, recent);

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
    void shouldFindTheImageItself() {
        Lookup.Answer answer = ask(3, image(LiveParts.whiteFrom(4)));

        assertThat(answer.version()).isEqualTo(LiveParts.VERSION);
        assertThat(answer.commit().checkpointId()).isEqualTo(9);
        assertThat(answer.exact()).isFalse();
        List<Neighbour> neighbours = answer.results().getFirst();
        assertThat(neighbours).hasSize(3).isSortedAccordingTo((a, b) -> Float.compare(a.distance(), b.distance()));
        assertThat(neighbours.getFirst().id()).isEqualTo("half");
        assertThat(neighbours.getFirst().label()).contains("half");
        assertThat(neighbours.getFirst().distance()).isCloseTo(0, within(1e-5f));
        assertThat(List.of(
                        answer.times().decoding(),
                        answer.times().embedding(),
                        answer.times().search()))
                .allSatisfy(time -> assertThat(time).isGreaterThanOrEqualTo(Duration.ZERO));
    }

    @Test
    void shouldAnswerSeveralQueriesInTheirOrder() {
        float[] white = model.embedder().embed(LiveParts.whiteFrom(0)).toArray();

        Lookup.Answer answer = ask(
                1,
                image(LiveParts.whiteFrom(7)),
                new QueryPoint.Vector(white),
                image(LiveParts.whiteFrom(4)),
                new QueryPoint.Indexed("low"));

        assertThat(answer.results().subList(0, 3))
                .extracting(neighbours -> neighbours.getFirst().id())
                .containsExactly("low", "white", "half");
        assertThat(answer.results().get(3))
                .as("not itself")
                .extracting(Neighbour::id)
                .doesNotContain("low");
    }

    @Test
    void shouldNotMindHowLongAVectorIs() {
        float[] white = model.embedder().embed(LiveParts.whiteFrom(0)).toArray();
        for (int i = 0; i < white.length; i++) {
            white[i] *= 37;
        }

        Neighbour nearest =
                ask(1, new QueryPoint.Vector(white)).results().getFirst().getFirst();

        assertThat(nearest.id()).isEqualTo("white");
        assertThat(nearest.distance()).isCloseTo(0, within(1e-5f));
    }

    @Test
    void shouldGiveNoMoreThanWasAskedFor() {
        assertThat(ask(1, image(LiveParts.whiteFrom(0))).results().getFirst())
                .singleElement()
                .satisfies(neighbour -> assertThat(neighbour.id()).isEqualTo("white"));
    }

    @Test
    void shouldGiveAllThereAreWhereMoreAreAskedFor() {
        assertThat(ask(1_000, image(LiveParts.whiteFrom(0))).results().getFirst())
                .extracting(Neighbour::id)
                .containsExactlyInAnyOrder("low", "half", "white");
    }

    @Test
    void shouldFindNothingInAnEmptyIndex() throws IOException {
        try (LiveView empty = new LiveView(model, new LiveParts(folder.resolve("empty")).emptySnapshot())) {
            assertThat(lookup.answer(empty, request(10, image(LiveParts.whiteFrom(0))))
                            .results()
                            .getFirst())
                    .isEmpty();
        }
    }

    @Test
    void shouldRefuseWhatIsNoImage() {
        assertRefused(
                ProblemType.BAD_IMAGE,
                "/queries/0/image",
                new QueryPoint.Image("hello".getBytes(StandardCharsets.UTF_8)));
        assertRefused(ProblemType.BAD_IMAGE, "/queries/0/image", new QueryPoint.Image(new byte[0]));
    }

    @Test
    void shouldRefuseVectorsThatCannotBeCompared() {
        assertRefused(ProblemType.BAD_VECTOR, "/queries/0/vector", new QueryPoint.Vector(new float[7]));
        assertRefused(ProblemType.BAD_VECTOR, "/queries/0/vector", new QueryPoint.Vector(new float[8]));
        float[] nan = {1, 0, 0, 0, 0, 0, 0, Float.NaN};
        assertRefused(ProblemType.BAD_VECTOR, "/queries/0/vector", new QueryPoint.Vector(nan));
    }

    @Test
    void shouldRefuseAnIdThatIsNotThere() {
        assertRefused(ProblemType.NOT_FOUND, "/queries/0/id", new QueryPoint.Indexed("nobody"));
    }

    @Test
    void shouldNameTheImageThatHasNoEmbedding() {
        assertRefused(
                ProblemType.BAD_IMAGE,
                "/queries/1/image",
                image(LiveParts.whiteFrom(0)),
                image(LiveParts.black()),
                image(LiveParts.whiteFrom(4)));
    }

    /** More refusals than there are cores, which each must be given back. */
    @Test
    void shouldGoOnAfterRefusals() {
        for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
            assertRefused(ProblemType.BAD_IMAGE, "/queries/0/image", new QueryPoint.Image(new byte[0]));
        }

        assertThat(ask(1, image(LiveParts.whiteFrom(0))).results().getFirst()).hasSize(1);
    }

    @Test
    void shouldRememberWhatWasAsked() {
        Embedding white = model.embedder().embed(LiveParts.whiteFrom(0));

        ask(1, image(LiveParts.whiteFrom(0)));

        assertThat(recent.of(LiveParts.VERSION))
                .singleElement()
                .satisfies(asked -> assertThat(asked.dot(white)).isCloseTo(1, within(1e-5f)));
    }

    private Lookup.Answer ask(int k, QueryPoint... queries) {
        return lookup.answer(view, request(k, queries));
    }

    private static LookupRequest request(int k, QueryPoint... queries) {
        return new LookupRequest(
                List.of(queries), new Search(k, new SearchMode.Approximate(100), DocumentFilter.NONE), Set.of());
    }

    private void assertRefused(ProblemType type, String field, QueryPoint... queries) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> ask(1, queries))
                .satisfies(problem -> {
                    assertThat(problem.type()).isEqualTo(type);
                    assertThat(problem.pointer()).contains(field);
                });
    }

    private static QueryPoint image(Pixels pixels) {
        return new QueryPoint.Image(PngEncoder.encode(pixels));
    }
}
