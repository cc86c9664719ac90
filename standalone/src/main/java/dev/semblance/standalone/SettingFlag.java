package dev.semblance.standalone;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A flag of the command line that sets one setting.
 *
 * @param name such as {@code --bootstrap}
 * @param key such as {@code kafka.bootstrap}
 * @param value what stands for the value in the help
 * @param meaning one line for the help
 */
record SettingFlag(String name, String key, String value, String meaning) {
    static final SettingFlag BOOTSTRAP =
            new SettingFlag("--bootstrap", "kafka.bootstrap", "HOST:PORT", "Kafka brokers");
    static final SettingFlag MODEL_STORE =
            new SettingFlag("--model-store", "store.models", "DIR|URL", "model store: a folder, or s3://bucket/prefix");
    static final SettingFlag INDEX_STORE =
            new SettingFlag("--index-store", "store.index", "DIR|URL", "index store: a folder, or s3://bucket/prefix");
    static final SettingFlag RPC_PORT =
            new SettingFlag("--rpc-port", "cluster.rpc-port", "PORT", "port of the JobManager for TaskManagers");
    static final SettingFlag REST_PORT = new SettingFlag(
            "--rest-port", "cluster.rest-port", "PORT", "port of the JobManager's web page and for jobs");
    static final SettingFlag CLUSTER_WORK =
            new SettingFlag("--work", "cluster.work", "DIR", "folder for what is kept while it runs");
    static final SettingFlag FLINK_CONF =
            new SettingFlag("--flink-conf", "cluster.flink-conf", "DIR", "folder with a config.yaml of Flink's own");

    OptionSpec option() {
        return OptionSpec.builder(name)
                .paramLabel(value)
                .type(String.class)
                .description(meaning)
                .build();
    }

    static List<SettingFlag> flags(SettingFlag... flags) {
        return List.of(flags);
    }
}
