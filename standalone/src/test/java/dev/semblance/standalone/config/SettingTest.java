package dev.semblance.standalone.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigValueFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {
    @ParameterizedTest
    @ValueSource(strings = {"store.password", "store.secret", "kafka.token", "kafka.sasl-password"})
    void shouldMaskSecrets(String key) {
        Setting setting = new Setting(key, ConfigValueFactory.fromAnyRef("open sesame"), "flag");

        assertThat(setting.line()).isEqualTo(key + " = \"***\"  # flag");
    }
}
