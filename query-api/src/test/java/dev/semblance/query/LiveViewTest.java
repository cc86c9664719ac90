package dev.semblance.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.semblance.core.image.Pixels;
import dev.semblance.core.index.IndexSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveViewTest {
    private static final Pixels IMAGE = LiveParts.whiteFrom(4);

    @TempDir
    private Path folder;

    @Test
    void shouldFreeModelAndSnapshotWhenTheLastUserHasClosedIt() throws IOException {
        LoadedModel model = LiveParts.model();
        LiveView view = view(model, 1);
        IndexSnapshot snapshot = view.snapshot();
        assertThat(view.tryRetain()).isTrue();

        view.close();
        assertThat(model.embedder().embed(IMAGE).dimension()).isEqualTo(8);
        assertThat(snapshot.documents()).isEqualTo(1);

        view.close();
        assertThat(view.tryRetain()).isFalse();
        assertThat(snapshot.tryRetain()).isFalse();
        assertFreed(model);
    }

    @Test
    void shouldStayGoneOnceItIsFreed() throws IOException {
        LiveView view = view(LiveParts.model(), 1);
        view.close();

        assertThat(view.tryRetain()).isFalse();
        assertThat(view.tryRetain()).isFalse();
    }

    @Test
    void shouldAnswerThoseWhoHoldItWhileAnotherTakesItsPlace() throws IOException {
        LoadedModel model = LiveParts.model();
        LiveView before = view(model, 1);
        assertThat(before.tryRetain()).isTrue(); // an answer is under way
        LiveView after = view(model, 2);
        before.close(); // it has been replaced

        assertThat(before.snapshot().nearest(before.embedder().embed(IMAGE), 1, 1))
                .singleElement()
                .satisfies(neighbour -> assertThat(neighbour.id()).isEqualTo("one"));
        assertThat(before.snapshot().commit().checkpointId()).isEqualTo(1);

        before.close(); // the answer is given
        assertThat(before.tryRetain()).isFalse();
        assertThat(after.snapshot().nearest(after.embedder().embed(IMAGE), 1, 1))
                .hasSize(1);
        after.close();
        assertFreed(model);
    }

    @Test
    void shouldKeepAModelWhileAnyViewUsesIt() throws IOException {
        LoadedModel model = LiveParts.model();
        LiveView first = view(model, 1);
        LiveView second = view(model, 2);

        second.close();
        assertThat(first.embedder().embed(IMAGE).dimension()).isEqualTo(8);
        first.close();
        assertFreed(model);
    }

    private LiveView view(LoadedModel model, long checkpoint) throws IOException {
        return new LiveView(model, new LiveParts(folder).snapshot(checkpoint, model.embedder(), Map.of("one", IMAGE)));
    }

    private static void assertFreed(LoadedModel model) {
        assertThatIllegalStateException().isThrownBy(() -> model.embedder().embed(IMAGE));
    }
}
