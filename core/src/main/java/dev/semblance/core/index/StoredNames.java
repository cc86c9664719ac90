package dev.semblance.core.index;

import dev.semblance.core.model.ModelVersion;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the files of a shard are called in the index store: {@code model/version/shard-P/ATTEMPT-NAME} with Lucene's
 * name, and {@code model/version/shard-P/ATTEMPT-manifest-CHECKPOINT.json}.
 *
 * @param prefix what all keys of one attempt on a shard begin with
 */
record StoredNames(String prefix) {
    private static final Pattern MANIFEST = Pattern.compile("manifest-(\\d+)\\.json");

    StoredNames(ModelVersion version, int shard, String attempt) {
        this(folder(version) + "shard-" + shard + "/" + attempt + "-");
    }

    /** What all keys of a version begin with. */
    static String folder(ModelVersion version) {
        return version.key() + "/";
    }

    String manifest(long checkpointId) {
        return prefix + "manifest-" + checkpointId + ".json";
    }

    /** The attempt that wrote a key; Lucene's names have no hyphen. */
    static String attempt(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        int end = manifestCheckpoint(key).isPresent() ? name.lastIndexOf("-manifest-") : name.lastIndexOf('-');
        return end < 0 ? "" : name.substring(0, end);
    }

    /** The shard's folder that a key lies in, with the slash. */
    static String shardFolder(String key) {
        return key.substring(0, key.lastIndexOf('/') + 1);
    }

    /** The checkpoint of a manifest; empty for other files. */
    static OptionalLong manifestCheckpoint(String key) {
        Matcher name = MANIFEST.matcher(key.substring(key.lastIndexOf("-manifest-") + 1));
        return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
    }
}
