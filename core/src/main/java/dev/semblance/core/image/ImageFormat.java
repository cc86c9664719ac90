package dev.semblance.core.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Image file formats that can be indexed, told by their first bytes. */
public enum ImageFormat {
    PNG("image/png", "\u0089PNG\r\n\u001a\n"),
    JPEG("image/jpeg", "\u00ff\u00d8\u00ff"),
    GIF("image/gif", "GIF8"),
    BMP("image/bmp", "BM");

    private final String mediaType;
    /** First bytes of a file, one char a byte. */
    private final String magic;

    ImageFormat(String mediaType, String magic) {
        this.mediaType = mediaType;
        this.magic = magic;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Finds the format that the bytes start as; empty for anything else. */
    public static Optional<ImageFormat> of(byte[] bytes) {
        for (ImageFormat format : values()) {
            if (format.startsOf(bytes)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private boolean startsOf(byte[] bytes) {
        return bytes.length >= magic.length()
                && new String(bytes, 0, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
    }
}
