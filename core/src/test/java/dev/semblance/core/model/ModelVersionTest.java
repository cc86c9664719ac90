package dev.semblance.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelVersionTest {
    @Test
    void shouldBeKeyedByModelAndVersion() {
        assertThat(new ModelVersion("clothes", "20260101T000000Z-1a").key()).isEqualTo("clothes/20260101T000000Z-1a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "..", ".hidden", "-x", "a b", "ü"})
    void shouldRefuseNamesThatAreNoFolders(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelVersion(name, "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelVersion("m", name));
    }
}
