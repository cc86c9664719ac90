package dev.semblance.core.store;

import dev.semblance.core.OperatorException;
import java.util.Map;
import java.util.Optional;

/**
 * Who asks an S3-compatible service. Read where it is needed and kept nowhere: it neither travels nor is printed.
 *
 * @param sessionToken of credentials for a limited time
 */
record S3Credentials(String accessKey, String secretKey, Optional<String> sessionToken) {
    static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";
    static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";
    private static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

    /**
     * Reads the variables that all tools for S3 know.
     *
     * @throws OperatorException if one is missing
     */
    static S3Credentials from(Map<String, String> environment, S3Location location) {
        return new S3Credentials(
                required(ACCESS_KEY, environment, location),
                required(SECRET_KEY, environment, location),
                Optional.ofNullable(environment.get(SESSION_TOKEN)).filter(token -> !token.isBlank()));
    }

    private static String required(String variable, Map<String, String> environment, S3Location location) {
        String value = environment.getOrDefault(variable, "");
        if (value.isBlank()) {
            throw new OperatorException("cannot open store " + location + ": environment variable " + variable
                    + " is not set; give " + ACCESS_KEY + " and " + SECRET_KEY + " to every process");
        }
        return value;
    }

    @Override
    public String toString() {
        return "S3Credentials[***]";
    }
}
