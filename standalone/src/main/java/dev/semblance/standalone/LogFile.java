package dev.semblance.standalone;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.logging.log4j.core.config.Configurator;

/** Sends the log to a file, with nothing but warnings of our own left on the terminal. */
public final class LogFile {
    private LogFile() {}

    public static void open(Path file) {
        System.setProperty("semblance.log.file", file.toString());
        Configurator.reconfigure(Objects.requireNonNull(
                        LogFile.class.getResource("/log4j2-to-file.xml"), "the resource is in this module")
                .toString()
                .transform(URI::create));
    }
}
