package dev.semblance.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.image.InputSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelDescriptionTest {
    @ParameterizedTest
    @EnumSource(names = {"COSINE", "EUCLIDEAN", "SQUARED_EUCLIDEAN", "INNER_PRODUCT"})
    void shouldTakeADistanceThatAnIndexCanServe(Distance distance) {
        assertThat(description(distance).distance()).isEqualTo(distance);
    }

    @ParameterizedTest
    @EnumSource(names = {"MANHATTAN", "SNR"})
    void shouldRefuseADistanceThatOrdersNeighboursDifferently(Distance distance) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> description(distance))
                .withMessage("an index finds by cosine, which orders neighbours differently from " + distance
                        + "; train for another distance");
    }

    @Test
    void shouldKeepItsClassesFromChanging() {
        List<String> classes = new ArrayList<>(List.of("boot"));
        ModelDescription description = description(classes, Distance.COSINE);
        classes.clear();

        assertThat(description.classes()).containsExactly("boot");
    }

    private static ModelDescription description(Distance distance) {
        return description(List.of("boot"), distance);
    }

    private static ModelDescription description(List<String> classes, Distance distance) {
        return new ModelDescription(
                new ModelVersion("fashion", "20260101T000000Z-00000000"),
                NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 8),
                new InputSpec(28, 28, 1, 0.5f, 0.25f),
                distance,
                classes,
                Map.of(),
                new Lineage("data", "fingerprint", "code", 1, Map.of()));
    }
}
