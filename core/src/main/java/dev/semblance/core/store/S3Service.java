package dev.semblance.core.store;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * An S3-compatible service.
 *
 * @param endpoint such as {@code https://minio.example:9000}; empty for AWS itself
 * @param region such as {@code eu-central-1}; most services other than AWS take any
 */
public record S3Service(String endpoint, String region) implements Serializable {
    // No user information, as it would be printed and sent along with the settings.
    private static final Pattern ENDPOINT = Pattern.compile("(https?://[^\\s/@?#]+/?)?");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]+");

    public S3Service {
        if (!ENDPOINT.matcher(endpoint).matches()) {
            throw new IllegalArgumentException("'" + endpoint + "' is no address such as https://host:port");
        }
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("'" + region + "' is no region such as eu-central-1");
        }
    }
}
