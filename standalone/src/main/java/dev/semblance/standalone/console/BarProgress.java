package dev.semblance.standalone.console;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that is redrawn in place, with the time left. */
final class BarProgress implements Progress {
    private static final int REDRAW_MILLIS = 200;

    private final ProgressBar bar;

    BarProgress(String task, String unit, long total) {
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(" " + unit, 1)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .build();
    }

    @Override
    public void update(long done, String note) {
        bar.stepTo(done);
        bar.setExtraMessage(note);
    }

    @Override
    public void close() {
        bar.close();
    }
}
