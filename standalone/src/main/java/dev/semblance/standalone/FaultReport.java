package dev.semblance.standalone;

import dev.semblance.core.OperatorException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
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
                return oneLine("semblance: " + known.get());
            }
        }
        LOG.error("ended by a fault of the program", fault);
        return oneLine("semblance: failed: " + fault
                + " (this should not happen; the log above or in the data folder says more)");
    }

    private static String oneLine(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining(" "));
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
            return Optional.of("cannot use " + file.getFile() + ": " + reason(file));
        }
        return Optional.empty();
    }

    /** Where the class of the fault says it all, the system gives no reason. */
    private static String reason(FileSystemException fault) {
        if (fault.getReason() != null) {
            return fault.getReason();
        }
        return fault instanceof NoSuchFileException
                ? "there is no such file"
                : fault.getClass().getSimpleName();
    }
}
