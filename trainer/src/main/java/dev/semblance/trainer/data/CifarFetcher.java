package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Fetches CIFAR-10 on first use, from the first source that has it. The folder appears when it is complete and
 * verified: a fetch that is broken off leaves nothing that could be taken for the data set.
 */
final class CifarFetcher {
    private final Path folder;
    private final List<CifarSource> sources;
    private final CifarCheck check;
    private final LoadListener listener;

    CifarFetcher(Path folder, List<CifarSource> sources, CifarCheck check, LoadListener listener) {
        this.folder = folder.toAbsolutePath();
        this.sources = List.copyOf(sources);
        this.check = check;
        this.listener = listener;
    }

    /**
     * Makes sure that the folder holds CIFAR-10; what is there is taken as it is.
     *
     * @throws OperatorException if no source has it
     */
    void fetch() {
        if (CifarFormat.in(folder).isEmpty()) {
            fetchAnew();
        }
    }

    /**
     * Makes sure that the folder holds CIFAR-10 undamaged; what is there is read and verified.
     *
     * @throws OperatorException if it is not there, or damaged, and no source has it
     */
    void fetchVerified() {
        if (Files.exists(folder)) {
            listener.step("verifying CIFAR-10 in " + folder);
            Optional<String> fault;
            try {
                fault = check.fault(folder);
            } catch (IOException e) {
                throw new OperatorException("cannot verify CIFAR-10 in " + folder + ": " + e, e);
            }
            if (fault.isEmpty()) {
                listener.step("CIFAR-10 in " + folder + " is complete and verified");
                return;
            }
            listener.step("CIFAR-10 in " + folder + " cannot be used: " + fault.get() + "; fetching it anew");
        }
        fetchAnew();
    }

    private void fetchAnew() {
        StringBuilder faults = new StringBuilder();
        try (FetchFolder working = FetchFolder.open(folder)) {
            for (int i = 0; i < sources.size(); i++) {
                CifarSource source = sources.get(i);
                listener.step("fetching CIFAR-10 (some 150 MB) from " + source.name());
                try {
                    fetchFrom(source, working.download(i), working);
                    listener.step("CIFAR-10 is complete and verified, in " + folder);
                    return;
                } catch (IOException e) {
                    listener.step("could not fetch CIFAR-10 from " + source.name() + ": " + e.getMessage());
                    faults.append("\n  ").append(source.name()).append(": ").append(e.getMessage());
                }
            }
        } catch (IOException e) {
            throw new OperatorException("cannot write into the folder of " + folder + ": " + e, e);
        }
        throw new OperatorException("cannot fetch CIFAR-10; unpack its binary version into " + folder
                + " yourself, or use fashion-mnist, which needs no network:" + faults);
    }

    private void fetchFrom(CifarSource source, Path download, FetchFolder working) throws IOException {
        Path archive = new WatchedTransfer("fetching CIFAR-10", listener).run(source, download);
        listener.step("verifying what has come");
        Path unpacked = working.unpacked();
        CifarArchive.unpack(archive, unpacked);
        check.record(unpacked);
        working.complete();
    }
}
