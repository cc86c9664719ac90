package dev.semblance.trainer.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An archive at an address. A download that was broken off is gone on with.
 *
 * @param address of the archive
 * @param digest of the archive
 * @param connectTimeout to give up on a place that cannot be reached
 */
record HttpArchive(URI address, ArchiveDigest digest, Duration connectTimeout) implements CifarSource {
    /** Connections in a row that may break without bringing the download further. */
    private static final int ATTEMPTS = 5;

    @Override
    public String name() {
        return address.toString();
    }

    @Override
    public Path fetch(Path folder, Transfer transfer) throws IOException, InterruptedException {
        Path archive = folder.resolve("archive.tar.gz");
        if (!Files.exists(archive)) {
            download(archive, transfer);
        }
        digest.verify(archive);
        return archive;
    }

    private void download(Path archive, Transfer transfer) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .followRedirects(Redirect.NORMAL)
                .build()) {
            HttpDownload download = new HttpDownload(client, address, archive, transfer);
            long furthest = 0;
            int fruitless = 0;
            while (!download.attempt()) {
                fruitless = transfer.done() > furthest ? 0 : fruitless + 1;
                furthest = Math.max(furthest, transfer.done());
                if (fruitless == ATTEMPTS) {
                    throw new IOException("the connection broke again and again after " + furthest
                            + " bytes; the next fetch goes on from there");
                }
            }
        }
    }
}
