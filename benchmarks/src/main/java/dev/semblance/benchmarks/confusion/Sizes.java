package dev.semblance.benchmarks.confusion;

import dev.semblance.benchmarks.confusion.Cost.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** What lies on the disk. */
final class Sizes {
    private static final Pattern PARTITION = Pattern.compile("(.+)-\\d+");

    private Sizes() {}

    /** The state stores in a folder that nobody has open, by name. */
    static Map<String, Store> stores(Path state) throws IOException {
        Map<String, Store> stores = new HashMap<>();
        for (Path store : folders(state, path -> Files.exists(path.resolve("CURRENT")))) {
            stores.merge(
                    store.getFileName().toString(),
                    new Store(keys(store), bytes(store)),
                    (one, other) -> new Store(one.keys() + other.keys(), one.bytes() + other.bytes()));
        }
        return stores;
    }

    private static long keys(Path store) {
        try (Options options = new Options();
                RocksDB database = RocksDB.openReadOnly(options, store.toString());
                RocksIterator all = database.newIterator()) {
            long keys = 0;
            for (all.seekToFirst(); all.isValid(); all.next()) {
                keys++;
            }
            return keys;
        } catch (RocksDBException e) {
            throw new IllegalStateException("cannot open " + store, e);
        }
    }

    /** Records of the topics that have to do with the counts, all partitions together. */
    static Map<String, Long> topics(Path logs) throws IOException {
        Map<String, Long> topics = new HashMap<>();
        for (Path partition :
                folders(logs, path -> path.getFileName().toString().startsWith("semblance"))) {
            Matcher name = PARTITION.matcher(partition.getFileName().toString());
            long records = bytes(partition, ".log");
            if (name.matches() && records > 0) {
                topics.merge(name.group(1), records, Long::sum);
            }
        }
        return topics;
    }

    private static List<Path> folders(Path root, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isDirectory).filter(wanted).toList();
        }
    }

    private static long bytes(Path folder) throws IOException {
        return bytes(folder, "");
    }

    private static long bytes(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
