package dev.semblance.standalone.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.semblance.core.OperatorException;
import dev.semblance.core.image.ImageLimits;
import dev.semblance.trainer.training.RunFolder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The effective configuration of this process, checked as a whole when it is loaded. Immutable.
 *
 * <p>A flag wins over an environment variable, which wins over the file, which wins over the default. Every key stands
 * with its meaning and its default in {@code semblance-defaults.conf}; no other key is taken.
 */
public final class Settings {
    private static final String FILE_VARIABLE = "SEMBLANCE_CONFIG";
    private static final Set<String> RESERVED_VARIABLES = Set.of(
            "SEMBLANCE_JAVA_HOME",
            "SEMBLANCE_JVM_OPTS",
            "SEMBLANCE_JDK_SEARCH",
            "SEMBLANCE_SKIP_BUILD",
            "SEMBLANCE_GPU",
            FILE_VARIABLE);

    private static final String TRAINING = "train.";
    private static final String FLAG = "flag";
    /** When a run ends. */
    private static final Set<String> END = Set.of("train.epochs", "train.seconds");

    private final SortedMap<String, Setting> effective;
    private final KafkaSettings kafka;
    private final StoreSettings store;
    private final RetentionSettings retention;
    private final String metricsPorts;
    private final BrokerSettings broker;
    private final ImageLimits imageLimits;
    private final TrainSettings train;
    private final ProduceSettings produce;
    private final IndexerSettings index;
    private final ClusterSettings cluster;
    private final ServeSettings serve;
    private final MonitoringSettings monitoring;
    private final DemoSettings demo;

    private Settings(SortedMap<String, Setting> effective) {
        this.effective = effective;
        SettingReader reader = new SettingReader(effective);
        kafka = KafkaSettings.from(reader);
        store = StoreSettings.from(reader);
        retention = RetentionSettings.from(reader);
        metricsPorts = reader.textOrEmpty("metrics.flink-ports");
        broker = BrokerSettings.from(reader);
        imageLimits = new ImageLimits(
                Math.toIntExact(reader.bytes("image.max-bytes", Integer.MAX_VALUE)),
                reader.wholeLong("image.max-pixels", 1, Integer.MAX_VALUE));
        train = TrainSettings.from(reader);
        produce = ProduceSettings.from(reader);
        index = IndexerSettings.from(reader);
        cluster = ClusterSettings.from(reader);
        serve = ServeSettings.from(reader);
        monitoring = MonitoringSettings.from(reader);
        demo = DemoSettings.from(reader);
    }

    /**
     * Reads the whole configuration.
     *
     * @param file configuration file; where there is none, the variable {@code SEMBLANCE_CONFIG} may name one
     * @param environment the environment of the process
     * @param flags values from the command line, by dotted key
     * @throws OperatorException if a key is unknown, a value is not allowed or the file cannot be read
     */
    public static Settings load(Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        SortedMap<String, Setting> effective = new TreeMap<>();
        ConfigurationFile.defaults().forEach((key, value) -> effective.put(key, new Setting(key, value, "default")));
        KnownKeys known = new KnownKeys(effective.keySet());
        file.or(() -> fileFrom(environment)).ifPresent(path -> overlayFile(effective, known, path));
        overlayEnvironment(effective, known, environment);
        flags.forEach((key, value) -> overlay(effective, known, setting(key, value, FLAG)));
        return new Settings(effective);
    }

    /**
     * These settings with some values replaced, whatever their origin was.
     *
     * @param overrides values by dotted key
     * @param origin what {@link #print()} gives as the origin of the new values
     * @throws OperatorException as {@link #load} does
     */
    public Settings with(Map<String, String> overrides, String origin) {
        SortedMap<String, Setting> changed = new TreeMap<>(effective);
        KnownKeys known = new KnownKeys(effective.keySet());
        overrides.forEach((key, value) -> overlay(changed, known, setting(key, value, origin)));
        return new Settings(changed);
    }

    public KafkaSettings kafka() {
        return kafka;
    }

    public StoreSettings store() {
        return store;
    }

    public RetentionSettings retention() {
        return retention;
    }

    /** Ports for Flink's metrics: one, or a range of which each process takes one; empty for none. */
    public String metricsPorts() {
        return metricsPorts;
    }

    public BrokerSettings broker() {
        return broker;
    }

    public ImageLimits imageLimits() {
        return imageLimits;
    }

    public TrainSettings train() {
        return train;
    }

    public ProduceSettings produce() {
        return produce;
    }

    public IndexerSettings index() {
        return index;
    }

    public ClusterSettings cluster() {
        return cluster;
    }

    public ServeSettings serve() {
        return serve;
    }

    public MonitoringSettings monitoring() {
        return monitoring;
    }

    public DemoSettings demo() {
        return demo;
    }

    /** Every key with its value and origin, sorted, one per line: a valid configuration file. Secrets are masked. */
    public String print() {
        return effective.values().stream().map(Setting::line).collect(Collectors.joining("\n", "", "\n"));
    }

    /** The training settings alone, a configuration file: what {@link #resumed} takes up again. */
    public String printTraining() {
        return effective.values().stream()
                .filter(setting -> setting.key().startsWith(TRAINING))
                .map(Setting::line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /**
     * These settings with those of an earlier run in place of the training settings, where one is to be gone on with.
     * The device may be another one, and so may an end that a flag gives.
     *
     * @throws OperatorException if the run has no settings that can be read, or a flag gives another one of them
     */
    public Settings resumed() {
        if (train.resume().isEmpty()) {
            return this;
        }
        Path file = RunFolder.settings(train.resume().get());
        SortedMap<String, Setting> changed = new TreeMap<>(effective);
        KnownKeys known = new KnownKeys(effective.keySet());
        Map<String, ConfigValue> of = new TreeMap<>(ConfigurationFile.read(file));
        of.keySet().removeAll(Set.of("train.resume", "train.runs", "train.device"));
        of.keySet().removeIf(key -> END.contains(key) && isFlag(key));
        of.keySet().stream().filter(this::isFlag).findFirst().ifPresent(key -> {
            throw new OperatorException("setting " + key
                    + " cannot change in a run that is gone on with; leave its flag" + " out, or start a new run");
        });
        of.forEach((key, value) -> overlay(changed, known, new Setting(key, value, "run " + file)));
        return new Settings(changed);
    }

    private boolean isFlag(String key) {
        Setting setting = effective.get(key);
        return setting != null && setting.origin().equals(FLAG);
    }

    private static Optional<Path> fileFrom(Map<String, String> environment) {
        String file = environment.getOrDefault(FILE_VARIABLE, "");
        try {
            return file.isBlank() ? Optional.empty() : Optional.of(Path.of(file));
        } catch (InvalidPathException e) {
            throw new OperatorException(FILE_VARIABLE + " is not a path: '" + file + "'", e);
        }
    }

    private static void overlayFile(SortedMap<String, Setting> effective, KnownKeys known, Path file) {
        ConfigurationFile.read(file).forEach((key, value) -> {
            String origin = file + " line " + value.origin().lineNumber();
            overlay(effective, known, new Setting(key, value, origin));
        });
    }

    private static void overlayEnvironment(
            SortedMap<String, Setting> effective, KnownKeys known, Map<String, String> environment) {
        environment.forEach((variable, value) -> {
            if (!variable.startsWith("SEMBLANCE_") || RESERVED_VARIABLES.contains(variable)) {
                return;
            }
            String key = known.ofVariable(variable)
                    .orElseThrow(() -> new OperatorException("unknown environment variable " + variable
                            + ": did you mean " + known.nearestVariable(variable) + "?"));
            overlay(effective, known, setting(key, value, "environment variable " + variable));
        });
    }

    private static void overlay(SortedMap<String, Setting> effective, KnownKeys known, Setting setting) {
        if (!known.contains(setting.key())) {
            throw new OperatorException("unknown setting '" + setting.key() + "' (" + setting.origin()
                    + "): did you mean '" + known.nearest(setting.key()) + "'?");
        }
        effective.put(setting.key(), setting);
    }

    private static Setting setting(String key, String text, String origin) {
        ConfigValue value = ConfigValueFactory.fromAnyRef(text);
        return new Setting(key, value, origin);
    }
}
