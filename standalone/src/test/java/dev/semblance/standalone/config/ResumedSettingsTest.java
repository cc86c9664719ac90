package dev.semblance.standalone.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of a run that is gone on with. */
class ResumedSettingsTest {
    private static final Map<String, String> NONE = Map.of();

    @TempDir
    private Path folder;

    @Test
    void shouldGoOnWithTheSettingsOfAnEarlierRun() throws IOException {
        Map<String, String> first = Map.of(
                "train.model", "shoes",
                "train.loss", "triplet(margin=0.5)",
                "train.augmentation", "flip,crop(padding=4)",
                "train.unseen-classes", "boot, sandal",
                "train.epochs", "5",
                "train.seconds", "0",
                "train.device", "cpu");
        Files.writeString(folder.resolve("settings.conf"), flags(first).printTraining());

        Settings resumed = flags(Map.of(
                        "train.resume", folder.toString(),
                        "train.epochs", "9",
                        "train.device", "gpu:1",
                        "train.runs", "elsewhere"))
                .resumed();

        Map<String, String> expected = new HashMap<>(first);
        expected.putAll(Map.of(
                "train.resume", folder.toString(),
                "train.epochs", "9",
                "train.device", "gpu:1",
                "train.runs", "elsewhere"));
        assertThat(resumed.train()).isEqualTo(flags(expected).train());
    }

    @Test
    void shouldRefuseAFlagThatARunCannotTakeUp() throws IOException {
        Files.writeString(folder.resolve("settings.conf"), flags(NONE).printTraining());
        Settings settings = flags(Map.of("train.resume", folder.toString(), "train.loss", "circle"));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(settings::resumed)
                .withMessageContaining("train.loss cannot change");
    }

    @Test
    void shouldSayWhichRunHasNoSettings() {
        Settings settings = flags(Map.of("train.resume", folder.toString()));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(settings::resumed)
                .withMessageContaining(folder.resolve("settings.conf").toString());
    }

    private static Settings flags(Map<String, String> flags) {
        return Settings.load(Optional.empty(), NONE, flags);
    }
}
