package dev.semblance.standalone.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.semblance.core.OperatorException;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.S3Service;
import dev.semblance.core.store.StoreLocation;
import java.net.URI;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads effective values as types. Whatever is not a value of the type and range asked for becomes an
 * {@link OperatorException} that names the key, what is allowed, the value and its origin.
 */
final class SettingReader {
    private static final Pattern DEVICE = Pattern.compile("auto|cpu|gpu(:\\d{1,3})?");
    private static final String HOST_PORT = "(\\[[0-9A-Fa-f:.]+]|[^\\s,:/\\[\\]]+):\\d{1,5}";
    private static final Pattern HOST_PORTS = Pattern.compile(HOST_PORT + "(\\s*,\\s*" + HOST_PORT + ")*");

    private static final Pattern ADDRESS = Pattern.compile("http://" + HOST_PORT + "/?");

    private final Map<String, Setting> settings;

    SettingReader(Map<String, Setting> settings) {
        this.settings = Map.copyOf(settings);
    }

    String text(String key) {
        return matching(key, "a text that is not empty", text -> !text.isBlank());
    }

    String oneOf(String key, String... allowed) {
        List<String> choices = List.of(allowed);
        return matching(key, "one of " + String.join(", ", choices), choices::contains);
    }

    /** A constant by its name in small letters, with dashes. */
    <E extends Enum<E>> E choice(String key, Class<E> type) {
        List<String> allowed = Arrays.stream(type.getEnumConstants())
                .map(TrainSettings::spelled)
                .toList();
        String chosen = oneOf(key, allowed.toArray(String[]::new));
        return type.getEnumConstants()[allowed.indexOf(chosen)];
    }

    String device(String key) {
        return matching(
                key, "auto, cpu, gpu or gpu:N", text -> DEVICE.matcher(text).matches());
    }

    String devices(String key) {
        return matching(
                key,
                "auto, cpu, gpu, gpus, or gpu:N separated by commas",
                text -> text.equals("gpus")
                        || Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .allMatch(device -> DEVICE.matcher(device).matches()));
    }

    String hostPorts(String key) {
        return matching(
                key,
                "a comma-separated list of host:port",
                text -> HOST_PORTS.matcher(text).matches());
    }

    String modelName(String key) {
        // The version is only there to ask ModelVersion, which owns the rule for names.
        return read(
                key,
                "a name of letters, digits, '.', '-' and '_'",
                config -> new ModelVersion(config.getString(key), "any").model(),
                name -> true);
    }

    String textOrEmpty(String key) {
        return matching(key, "a text", text -> true);
    }

    /** An HTTP address of a host and a port, without a path. */
    Optional<URI> addressOrEmpty(String key) {
        return read(
                key,
                "an address such as http://localhost:8081, or empty",
                config -> Optional.of(config.getString(key))
                        .filter(text -> !text.isBlank())
                        .map(URI::create),
                address -> address.isEmpty()
                        || ADDRESS.matcher(address.get().toString()).matches());
    }

    Path path(String key) {
        return read(
                key,
                "the path of a folder",
                config -> Path.of(config.getString(key)),
                path -> !path.toString().isBlank());
    }

    StoreLocation store(String key, S3Service s3) {
        return read(
                key,
                "the path of a folder, or s3://bucket/prefix",
                config -> StoreLocation.parse(config.getString(key), s3),
                location -> true);
    }

    S3Service s3(String endpointKey, String regionKey) {
        // Each key by itself, for a fault to name the right one.
        String endpoint = read(
                        endpointKey,
                        "empty, or an address such as https://host:port",
                        config -> new S3Service(config.getString(endpointKey), "any"),
                        service -> true)
                .endpoint();
        return read(
                regionKey,
                "a region such as eu-central-1",
                config -> new S3Service(endpoint, config.getString(regionKey)),
                service -> true);
    }

    boolean yesOrNo(String key) {
        return read(key, "true or false", config -> config.getBoolean(key), value -> true);
    }

    int whole(String key, int least, int most) {
        return Math.toIntExact(wholeLong(key, least, most));
    }

    long wholeLong(String key, long least, long most) {
        // Config#getLong would cut a fraction off without a word.
        return read(
                key,
                "a whole number from " + least + " to " + most,
                config -> Long.parseLong(config.getString(key)),
                value -> value >= least && value <= most);
    }

    double number(String key, double least, double most) {
        return read(
                key,
                "a number from " + plain(least) + " to " + plain(most),
                config -> Double.parseDouble(config.getString(key)),
                value -> value >= least && value <= most);
    }

    long bytes(String key, long most) {
        return read(
                key,
                "a size from 1 byte to " + most + " bytes, such as 512KiB or 8MiB",
                config -> config.getBytes(key),
                value -> value >= 1 && value <= most);
    }

    Duration time(String key, Duration least, Duration most) {
        return read(
                key,
                "a time from " + least.toMillis() + "ms to " + most.toMillis() + "ms, such as 500ms or 2s",
                config -> config.getDuration(key),
                value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
    }

    String matching(String key, String allowed, Predicate<String> valid) {
        return read(key, allowed, config -> config.getString(key), valid);
    }

    private <T> T read(String key, String allowed, Function<Config, T> type, Predicate<T> valid) {
        Setting setting = settings.get(key);
        if (setting == null) {
            throw new IllegalStateException("no default for " + key);
        }
        OperatorException fault = new OperatorException(
                "%s must be %s, not %s (%s)".formatted(key, allowed, setting.shown(), setting.origin()));
        try {
            T value = type.apply(setting.value().atPath(key));
            if (valid.test(value)) {
                return value;
            }
        } catch (ConfigException | IllegalArgumentException e) {
            fault.initCause(e);
        }
        throw fault;
    }

    private static String plain(double value) {
        return new DecimalFormat("0.########", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}
