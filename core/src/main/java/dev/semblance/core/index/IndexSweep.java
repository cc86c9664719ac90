package dev.semblance.core.index;

import dev.semblance.core.index.ShardManifest.StoredFile;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.core.store.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the files in the index store that nobody needs any more. Of a shard stay:
 *
 * <ol>
 *   <li>the manifests that announced commits name which may still be opened: the newest one, and those that whoever
 *       watches the announcements gives beside it;
 *   <li>every manifest of a later checkpoint: it may be announced next, or a checkpoint may name it whose announcement
 *       was lost;
 *   <li>those of the newest checkpoints before it, as many as {@link Retention} says, and those whose successor is
 *       younger than the grace time;
 *   <li>all files that these name;
 *   <li>whatever is younger than the grace time: its manifest may still be to come.
 * </ol>
 *
 * A shard of which nothing was announced keeps everything. If a manifest that stays cannot be read, nothing is removed:
 * what it names is not known.
 *
 * <p>For one thread.
 */
public final class IndexSweep {
    private final ObjectStore store;
    private final Retention retention;
    private final InstantSource clock;
    /** Manifests never change: each is read once. */
    private final Map<String, List<String>> filesOfManifests = new HashMap<>();

    public IndexSweep(ObjectStore store, Retention retention, InstantSource clock) {
        this.store = store;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * What a sweep would do.
     *
     * @param superfluous objects that may go
     * @param kept how many stay
     */
    public record Plan(List<StoredObject> superfluous, int kept) {
        public Plan {
            superfluous = List.copyOf(superfluous);
        }

        /** Bytes that would be freed. */
        public long bytes() {
            return superfluous.stream().mapToLong(StoredObject::bytes).sum();
        }
    }

    /**
     * Looks at all files of a model version; changes nothing.
     *
     * @param newest the newest commit that was announced for it
     * @param openable commits that the newest has replaced lately, which readers may still be about to open
     */
    public Plan plan(IndexCommit newest, Collection<IndexCommit> openable) throws IOException {
        Instant youngest = clock.instant().minus(retention.grace());
        List<StoredObject> objects = store.list(StoredNames.folder(newest.version()));
        Map<String, List<StoredObject>> shards =
                objects.stream().collect(Collectors.groupingBy(object -> StoredNames.shardFolder(object.key())));
        List<StoredObject> superfluous = new ArrayList<>();
        for (ShardCommit announced : newest.shards()) {
            List<StoredObject> shard = shards.getOrDefault(StoredNames.shardFolder(announced.manifest()), List.of());
            Set<String> needed = needed(shard, announced, youngest);
            for (IndexCommit commit : openable) {
                addManifestOf(commit, announced.shard(), needed);
            }
            shard.stream()
                    .filter(object -> object.modified().isBefore(youngest) && !needed.contains(object.key()))
                    .forEach(superfluous::add);
        }
        filesOfManifests
                .keySet()
                .retainAll(objects.stream().map(StoredObject::key).collect(Collectors.toSet()));
        return new Plan(superfluous, objects.size() - superfluous.size());
    }

    /** Removes what a plan says. One that has gone already is no fault. */
    public void carryOut(Plan plan) throws IOException {
        // Manifests first: should this break off, none is left that names files which have gone.
        for (StoredObject object : plan.superfluous()) {
            if (isManifest(object)) {
                store.delete(object.key());
            }
        }
        for (StoredObject object : plan.superfluous()) {
            store.delete(object.key());
        }
    }

    private Set<String> needed(List<StoredObject> shard, ShardCommit announced, Instant youngest) throws IOException {
        long newest = StoredNames.manifestCheckpoint(announced.manifest()).orElseThrow();
        List<StoredObject> manifests = shard.stream()
                .filter(IndexSweep::isManifest)
                .sorted(Comparator.comparingLong(IndexSweep::checkpoint)
                        .thenComparing(StoredObject::modified)
                        .reversed())
                .toList();
        Set<String> needed = new HashSet<>();
        add(announced.manifest(), needed);
        Set<Long> checkpoints = new HashSet<>();
        Instant supersededAt = Instant.MAX;
        for (StoredObject manifest : manifests) {
            if (checkpoint(manifest) <= newest) {
                checkpoints.add(checkpoint(manifest));
            }
            if (checkpoints.size() <= retention.commits() || supersededAt.isAfter(youngest)) {
                add(manifest.key(), needed);
            }
            supersededAt = manifest.modified();
        }
        return needed;
    }

    private void addManifestOf(IndexCommit commit, int shard, Set<String> needed) throws IOException {
        for (ShardCommit one : commit.shards()) {
            if (one.shard() == shard) {
                add(one.manifest(), needed);
            }
        }
    }

    /** Adds a manifest and the files that it names. */
    private void add(String manifest, Set<String> needed) throws IOException {
        List<String> files = filesOfManifests.get(manifest);
        if (files == null) {
            files = ShardManifest.parse(store.get(manifest)).files().stream()
                    .map(StoredFile::key)
                    .toList();
            filesOfManifests.put(manifest, files);
        }
        needed.add(manifest);
        needed.addAll(files);
    }

    private static boolean isManifest(StoredObject object) {
        return StoredNames.manifestCheckpoint(object.key()).isPresent();
    }

    private static long checkpoint(StoredObject manifest) {
        return StoredNames.manifestCheckpoint(manifest.key()).orElseThrow();
    }
}
