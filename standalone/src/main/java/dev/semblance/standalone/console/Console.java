package dev.semblance.standalone.console;

import com.google.errorprone.annotations.FormatMethod;
import java.io.PrintStream;
import java.util.Locale;

/** Standard output: lines, and progress as a bar on a terminal or as plain lines elsewhere. */
public final class Console {
    private final PrintStream out;
    private final boolean terminal;

    /**
     * A console.
     *
     * @param terminal whether a person watches, so that lines may be rewritten
     */
    public Console(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @FormatMethod
    public void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }

    /** A line that takes the place of the last one on a terminal, and follows it elsewhere. */
    @FormatMethod
    public void rewrite(String format, Object... arguments) {
        if (!terminal) {
            line(format, arguments);
            return;
        }
        out.print("\r" + String.format(Locale.ROOT, format, arguments) + "   ");
        out.flush();
    }

    /**
     * Begins a task whose end is known.
     *
     * @param task what is done
     * @param unit what is counted
     * @param total how many there are
     */
    public Progress progress(String task, String unit, long total) {
        return terminal ? new BarProgress(task, unit, total) : new LineProgress(this, task, unit, total);
    }
}
