package dev.semblance.standalone;

import dev.semblance.core.OperatorException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into one line for people; the whole story goes to the log. */
final class FaultReport {
    private static final Logger LOG = LoggerFactory.getLogger(FaultReport.class);

    private FaultReport() {}

    static String line(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            Optional<String> known = known(cause);
            if (known.isPresent()) {
                LOG.debug("ended by", fault);
                return "semblance: " + known.get();
            }
        }
        LOG.error("ended by a fault of the program", fault);
        return "semblance: failed: " + fault
                + " (this should not happen; the log above or in the data folder says more)";
    }

    private static Optional<String> known(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof OperatorException) {
            return Optional.of(message);
        }
        if (message.toLowerCase(Locale.ROOT).contains("no space left on device")) {
            return Optional.of("the disk is full: " + message + "; free some space and start again");
        }
        if (cause instanceof AccessDeniedException denied) {
            return Optional.of("no permission for " + denied.getFile());
        }
        if (cause instanceof FileSystemException file) {
            return Optional.of("cannot use " + file.getFile() + ": " + file.getReason());
        }
        return Optional.empty();
    }
}
