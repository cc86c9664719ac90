package dev.semblance.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yml as it reads after anchors and merge keys. */
record ComposeFile(Map<String, Map<String, Object>> services) {
    static ComposeFile read(Path root) {
        Map<String, Object> file =
                map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text(root.resolve("docker-compose.yml"))));
        Map<String, Map<String, Object>> services = new TreeMap<>();
        map(file.get("services")).forEach((name, service) -> services.put(name, map(service)));
        return new ComposeFile(services);
    }

    Map<String, Object> service(String name) {
        return Objects.requireNonNull(services.get(name), name);
    }

    List<String> images() {
        return services.values().stream()
                .map(service -> String.valueOf(service.get("image")))
                .toList();
    }

    /** The folders and files of this repository that containers see. */
    List<String> mounts() {
        return services.values().stream()
                .flatMap(service -> list(service.get("volumes")).stream())
                .map(volume -> volume.split(":", 2)[0])
                .filter(source -> source.startsWith("."))
                .distinct()
                .toList();
    }

    @SuppressWarnings("unchecked") // YAML has no types; what is another fails where it is used
    static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value, "a mapping is missing");
    }

    static List<String> list(@Nullable Object value) {
        return value == null
                ? List.of()
                : ((List<?>) value).stream().map(String::valueOf).toList();
    }

    static String pomProperty(Path pom, String name) {
        Matcher matcher =
                Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(text(pom));
        if (!matcher.find()) {
            throw new IllegalStateException("no property " + name + " in " + pom);
        }
        return matcher.group(1);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
