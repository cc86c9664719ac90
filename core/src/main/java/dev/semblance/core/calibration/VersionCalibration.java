package dev.semblance.core.calibration;

import dev.semblance.core.index.CommitPosition;
import dev.semblance.core.matching.Match;
import dev.semblance.core.model.ModelVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A calibration that matches go by: it holds for one model version, matcher and k.
 *
 * @param version that the distances are of
 * @param name tells the calibrations of a version apart; a later one of the same name takes its place
 * @param k how many neighbours the matcher sees
 * @param calibration the thresholds
 * @param confidence of each cutpoint, by name; empty where it was not asked for
 * @param classThresholds what the cutpoint {@value #PER_CLASS} goes by
 * @param unknown false-accept rate of classes that are not in the index, where it was asked for
 * @param sample what it was made with
 * @param position of the commit that was searched
 * @param calibratedAt when
 */
public record VersionCalibration(
        ModelVersion version,
        String name,
        int k,
        Calibration calibration,
        Map<String, CutpointConfidence> confidence,
        ClassThresholds classThresholds,
        Optional<UnknownClasses> unknown,
        CalibrationSample sample,
        CommitPosition position,
        Instant calibratedAt) {
    /** The name of a calibration that nobody has named. */
    public static final String DEFAULT_NAME = "default";

    /** The cutpoint that takes the threshold of the class that the match speaks for, and the optimal one for others. */
    public static final String PER_CLASS = "per_class";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public VersionCalibration {
        requireName(name);
        if (k < 1) {
            throw new IllegalArgumentException("a matcher sees 1 neighbour or more, not " + k);
        }
        confidence = Map.copyOf(confidence);
    }

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException unless this can be the name of a calibration
     */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a calibration is called by 1 to 64 letters, digits, '.', '_' and '-', "
                    + "the first a letter or digit, not '" + name + "'");
        }
        return name;
    }

    /** Identifies the calibration among all. */
    public String key() {
        return version.key() + "/" + name;
    }

    /** Names of all cutpoints. */
    public List<String> cutpointNames() {
        List<String> names = new ArrayList<>(
                calibration.cutpoints().stream().map(Cutpoint::name).toList());
        if (!classThresholds.equals(ClassThresholds.NONE)) {
            names.add(PER_CLASS);
        }
        return names;
    }

    /** The largest distance at which a match is accepted; empty if there is no such cutpoint. */
    public Optional<Float> threshold(String cutpoint, Match match) {
        if (cutpoint.equals(PER_CLASS) && !classThresholds.equals(ClassThresholds.NONE)) {
            return Optional.of(classThresholds.distance(
                    match.label(), calibration.optimal().distance()));
        }
        return calibration.cutpoint(cutpoint).map(Cutpoint::distance);
    }
}
