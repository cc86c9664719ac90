package dev.semblance.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case hex digits
 */
public record Sha256(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER_BYTES = 1 << 16;

    public Sha256 {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("'" + hex + "' is no SHA-256 digest in lower-case hex");
        }
    }

    public static Sha256 of(byte[] bytes) {
        return new Sha256(HexFormat.of().formatHex(newDigest().digest(bytes)));
    }

    public static Sha256 of(Path file) throws IOException {
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }

    /** Fails with {@link CorruptObjectException} unless the bytes have this digest. */
    public void verify(byte[] bytes, String key) throws CorruptObjectException {
        verify(of(bytes), key);
    }

    /** Fails with {@link CorruptObjectException} unless the file has this digest. */
    public void verify(Path file, String key) throws IOException {
        verify(of(file), key);
    }

    private void verify(Sha256 found, String key) throws CorruptObjectException {
        if (!found.equals(this)) {
            throw new CorruptObjectException(
                    "object " + key + " is corrupt: its SHA-256 is " + found.hex + ", not " + hex + " as announced");
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
