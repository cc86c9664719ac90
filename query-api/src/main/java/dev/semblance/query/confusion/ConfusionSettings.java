package dev.semblance.query.confusion;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * How matches are held against the labels that come for them.
 *
 * @param windows that are counted; {@link Window#ALL} always is
 * @param retention how long after a match its label may come, or be corrected; and how long past windows are kept
 * @param early how long a label is kept that came before its match
 * @param examples that are kept of each pair of classes, the newest ones
 */
public record ConfusionSettings(List<Window> windows, Duration retention, Duration early, int examples) {
    public ConfusionSettings {
        List<Window> all = new ArrayList<>(new LinkedHashSet<>(windows));
        if (!all.contains(Window.ALL)) {
            all.add(Window.ALL);
        }
        windows = List.copyOf(all);
    }

    /** The window of a name. */
    public Optional<Window> window(String name) {
        return windows.stream().filter(window -> window.name().equals(name)).findFirst();
    }
}
