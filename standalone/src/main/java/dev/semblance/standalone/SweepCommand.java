package dev.semblance.standalone;

import static dev.semblance.standalone.SettingFlag.flags;

import dev.semblance.core.OperatorException;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexSweep;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.core.store.StoredObject;
import dev.semblance.messaging.EventFollower;
import dev.semblance.messaging.EventType;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Removes index files that no commit needs, at once: what {@code index} does now and then. */
final class SweepCommand {
    private static final String DRY_RUN = "--dry-run";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<SettingFlag> FLAGS = flags(SettingFlag.BOOTSTRAP, SettingFlag.INDEX_STORE);

    private SweepCommand() {}

    static CommandLine create(Console console, Map<String, String> environment) {
        return ServiceCommand.create(
                "sweep",
                "Remove index files that no commit needs.",
                FLAGS,
                List.of(OptionSpec.builder(DRY_RUN)
                        .type(boolean.class)
                        .arity("0")
                        .description("show what would go, and remove nothing")
                        .build()),
                SweepCommand::run,
                console,
                environment);
    }

    private static void run(ParseResult arguments, Settings settings, Console console)
            throws IOException, InterruptedException {
        boolean dryRun = arguments.matchedOptionValue(DRY_RUN, false);
        ObjectStore store = settings.store().index().open();
        IndexSweep sweep = new IndexSweep(store, settings.retention().retention(), InstantSource.system());
        Collection<IndexCommit> commits = newestCommits(settings.kafka().bootstrap());
        if (commits.isEmpty()) {
            console.line("no index has a commit yet: nothing to sweep");
        }
        for (IndexCommit commit : commits) {
            IndexSweep.Plan plan = sweep.plan(commit, List.of());
            if (dryRun) {
                plan.superfluous().forEach(object -> console.line("%s", line(object)));
            } else {
                sweep.carryOut(plan);
            }
            console.line(
                    "%s: %d files of %d bytes %s, %d kept",
                    commit.version(),
                    plan.superfluous().size(),
                    plan.bytes(),
                    dryRun ? "would go" : "removed",
                    plan.kept());
        }
    }

    private static String line(StoredObject object) {
        return "%10d  %s  %s".formatted(object.bytes(), object.modified(), object.key());
    }

    /** Of each version that has one. */
    private static Collection<IndexCommit> newestCommits(String bootstrap) throws InterruptedException {
        Map<ModelVersion, IndexCommit> newest = new LinkedHashMap<>();
        try (EventFollower follower = EventFollower.builder()
                .on(EventType.INDEX_COMMITTED, commit -> newest.put(commit.version(), commit))
                .start("newest-commits", bootstrap)) {
            if (!follower.awaitCaughtUp(PATIENCE)) {
                throw new OperatorException(
                        "the commits on " + bootstrap + " could not be read within " + PATIENCE.toSeconds() + " s");
            }
        }
        return newest.values();
    }
}
