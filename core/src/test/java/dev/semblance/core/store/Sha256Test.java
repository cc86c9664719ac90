package dev.semblance.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
    /** FIPS 180-2, appendix B.1. */
    private static final Sha256 OF_ABC = new Sha256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    @Test
    void shouldDigestBytes() {
        assertThat(Sha256.of("abc".getBytes(UTF_8))).isEqualTo(OF_ABC);
    }

    @Test
    void shouldDigestAFileAsItsBytes(@TempDir Path folder) throws IOException {
        byte[] large = new byte[200_001];
        large[200_000] = 1;
        Path file = Files.write(folder.resolve("file"), large);

        assertThat(Sha256.of(file)).isEqualTo(Sha256.of(large));
    }

    @Test
    void shouldTellWhatIsCorrupt() {
        assertThatCode(() -> OF_ABC.verify("abc".getBytes(UTF_8), "a/key")).doesNotThrowAnyException();
        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> OF_ABC.verify("abd".getBytes(UTF_8), "a/key"))
                .withMessageContaining("a/key")
                .withMessageContaining(OF_ABC.hex());
    }

    @Test
    void shouldRefuseWhatIsNoDigest() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sha256("ba78"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sha256(OF_ABC.hex().replace('b', 'B')));
    }
}
