package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IndexSettingsTest {
    /** The thread that indexes would replay its whole buffer into the graph, and nothing else would go on meanwhile. */
    @Test
    void shouldNeverBuildAGraphOfWhatIsFlushed() {
        assertThat(IndexSettings.DEFAULT.hasGraph(IndexSettings.DEFAULT.maxBufferedDocuments()))
                .isFalse();
    }

    /** By hand: 500 ln 4167 = 4167.4 and 500 ln 4168 = 4167.6, of which the whole part counts. */
    @Test
    void shouldKnowFromWhichSizeLuceneBuildsAGraph() {
        IndexSettings settings = new IndexSettings(16, 100, 500, 4_000, 4, 32_000);

        assertThat(settings.hasGraph(4_167)).isFalse();
        assertThat(settings.hasGraph(4_168)).isTrue();
    }

    @Test
    void shouldMergeUpToAGraphAndNotOnlyUpToTheFloor() {
        assertThat(IndexSettings.DEFAULT.hasGraph(IndexSettings.DEFAULT.floorDocuments()))
                .isTrue();
    }

    @Test
    void shouldRefuseSettingsThatCannotWork() {
        assertThatThrownBy(() -> new IndexSettings(16, 100, 500, 4_000, 4, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("floor 0 documents");
        assertThatThrownBy(() -> new IndexSettings(16, 8, 500, 4_000, 4, 32_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("beam 8");
    }
}
