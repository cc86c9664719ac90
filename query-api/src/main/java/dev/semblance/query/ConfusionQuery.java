package dev.semblance.query;

import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.query.confusion.Series;
import dev.semblance.query.confusion.Window;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Which counts are asked for, with nothing left to a node's own defaults: what is live may differ between two nodes for
 * a moment.
 *
 * @param series of which matches
 * @param window how far back
 * @param at from which instant
 * @param confused how many pairs of classes to list, at most
 */
record ConfusionQuery(Series series, Window window, Instant at, int confused) {
    /** The same as query parameters. */
    String parameters() {
        String cutpoint = series.cutpoint().map(ConfusionQuery::parameters).orElse("&given=true");
        return "?modelVersion=" + encoded(series.version().key()) + cutpoint + "&window=" + encoded(window.name())
                + "&at=" + encoded(at.toString()) + "&confused=" + confused;
    }

    private static String parameters(CutpointName name) {
        return "&calibration=" + encoded(name.calibration()) + "&cutpoint=" + encoded(name.cutpoint());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
