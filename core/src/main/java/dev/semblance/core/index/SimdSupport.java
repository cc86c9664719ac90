package dev.semblance.core.index;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells at start-up when Lucene would run its distance kernels without SIMD, two to three times slower. */
public final class SimdSupport {
    private static final Logger LOG = LoggerFactory.getLogger(SimdSupport.class);
    private static final String MODULE = "jdk.incubator.vector";

    private SimdSupport() {}

    public static boolean available() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    public static void warnWhereMissing() {
        if (!available()) {
            LOG.warn(
                    "vector search runs without SIMD and is two to three times slower: start Java with --add-modules {}",
                    MODULE);
        }
    }
}
