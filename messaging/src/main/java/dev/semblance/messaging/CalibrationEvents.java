package dev.semblance.messaging;

import dev.semblance.core.calibration.Calibration;
import dev.semblance.core.calibration.CalibrationCurve;
import dev.semblance.core.calibration.CalibrationSample;
import dev.semblance.core.calibration.ClassThresholds;
import dev.semblance.core.calibration.ClassificationCounts;
import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.CurvePoint;
import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.core.calibration.CutpointConfidence;
import dev.semblance.core.calibration.Interval;
import dev.semblance.core.calibration.Target;
import dev.semblance.core.calibration.TargetOutcome;
import dev.semblance.core.calibration.UnknownClasses;
import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.index.CommitPosition;
import dev.semblance.core.matching.Matcher;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.schema.avro.Calibrated;
import dev.semblance.schema.avro.CalibrationSource;
import dev.semblance.schema.avro.CutpointFound;
import dev.semblance.schema.avro.CutpointSureness;
import dev.semblance.schema.avro.PartitionPosition;
import dev.semblance.schema.avro.TargetTried;
import dev.semblance.schema.avro.UnknownAccepted;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@link VersionCalibration} to Avro and back. Of the curve only those thresholds travel that change something: one for
 * each query at most.
 */
final class CalibrationEvents {
    private CalibrationEvents() {}

    static Calibrated toAvro(VersionCalibration published) {
        Calibration calibration = published.calibration();
        List<CurvePoint> curve = calibration.curve().steps().points();
        return Calibrated.newBuilder()
                .setModel(published.version().model())
                .setVersion(published.version().version())
                .setName(published.name())
                .setMatcher(calibration.matcher().id())
                .setK(published.k())
                .setMetric(calibration.metric().id())
                .setReported(calibration.reported().stream()
                        .map(ClassificationMetric::id)
                        .toList())
                .setOptimal(toAvro(calibration.optimal()))
                .setTargets(calibration.outcomes().stream()
                        .map(CalibrationEvents::toAvro)
                        .toList())
                .setCurveDistances(distances(curve))
                .setCurveTruePositives(curve.stream()
                        .map(point -> point.counts().truePositives())
                        .toList())
                .setCurveFalsePositives(curve.stream()
                        .map(point -> point.counts().falsePositives())
                        .toList())
                .setConfidence(confidenceToAvro(published.confidence()))
                .setClassThresholds(published.classThresholds().distances())
                .setUnknown(published
                        .unknown()
                        .map(unknown -> new UnknownAccepted(
                                List.copyOf(unknown.classes()), unknown.queries(), unknown.acceptRates()))
                        .orElse(null))
                .setSource(CalibrationSource.valueOf(published.sample().source().name()))
                .setQueries(published.sample().queries())
                .setSeed(published.sample().seed())
                .setGeneration(published.position().generation())
                .setCheckpointId(published.position().checkpointId())
                .setNextOffsets(published.position().nextOffsets().entrySet().stream()
                        .map(next -> new PartitionPosition(next.getKey(), next.getValue()))
                        .toList())
                .setCalibratedAt(published.calibratedAt())
                .build();
    }

    static VersionCalibration fromAvro(Calibrated event) {
        Cutpoint optimal = fromAvro(event.getOptimal());
        Set<ClassificationMetric> reported = new LinkedHashSet<>();
        event.getReported().forEach(metric -> reported.add(ClassificationMetric.named(metric)));
        Calibration calibration = new Calibration(
                Matcher.named(event.getMatcher()),
                ClassificationMetric.named(event.getMetric()),
                reported,
                curve(event, optimal.counts()),
                optimal,
                event.getTargets().stream().map(CalibrationEvents::fromAvro).toList());
        Map<Integer, Long> nextOffsets = new HashMap<>();
        event.getNextOffsets().forEach(next -> nextOffsets.put(next.getPartition(), next.getNextOffset()));
        return new VersionCalibration(
                new ModelVersion(event.getModel(), event.getVersion()),
                event.getName(),
                event.getK(),
                calibration,
                confidenceFromAvro(event.getConfidence()),
                new ClassThresholds(event.getClassThresholds()),
                Optional.ofNullable(event.getUnknown())
                        .map(unknown -> new UnknownClasses(
                                Set.copyOf(unknown.getClasses()), unknown.getQueries(), unknown.getAcceptRates())),
                new CalibrationSample(
                        CalibrationSample.Source.valueOf(event.getSource().name()),
                        event.getQueries(),
                        event.getSeed()),
                new CommitPosition(event.getGeneration(), event.getCheckpointId(), nextOffsets),
                event.getCalibratedAt());
    }

    private static CutpointFound toAvro(Cutpoint cutpoint) {
        ClassificationCounts counts = cutpoint.counts();
        return new CutpointFound(
                cutpoint.name(),
                cutpoint.distance(),
                counts.truePositives(),
                counts.falsePositives(),
                counts.trueNegatives(),
                counts.falseNegatives());
    }

    private static Cutpoint fromAvro(CutpointFound found) {
        return new Cutpoint(
                found.getName(),
                found.getDistance(),
                new ClassificationCounts(
                        found.getTruePositives(),
                        found.getFalsePositives(),
                        found.getTrueNegatives(),
                        found.getFalseNegatives()));
    }

    private static TargetTried toAvro(TargetOutcome outcome) {
        Target target = outcome.target();
        TargetTried.Builder tried = TargetTried.newBuilder()
                .setName(target.name())
                .setMetric(target.metric().id())
                .setBound(target.bound());
        return switch (outcome) {
            case TargetOutcome.Met met ->
                tried.setCutpoint(toAvro(met.cutpoint())).build();
            case TargetOutcome.Unmet unmet -> tried.setBest(unmet.best()).build();
        };
    }

    private static TargetOutcome fromAvro(TargetTried tried) {
        Target target = new Target(tried.getName(), ClassificationMetric.named(tried.getMetric()), tried.getBound());
        CutpointFound cutpoint = tried.getCutpoint();
        if (cutpoint != null) {
            return new TargetOutcome.Met(target, fromAvro(cutpoint));
        }
        Double best = tried.getBest();
        if (best == null) {
            throw new IllegalArgumentException(
                    "target '" + target.name() + "' has neither a cutpoint nor a best value");
        }
        return new TargetOutcome.Unmet(target, best);
    }

    private static ByteBuffer distances(List<CurvePoint> curve) {
        ByteBuffer bytes = ByteBuffer.allocate(curve.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        curve.forEach(point -> bytes.putFloat(point.distance()));
        return bytes.flip();
    }

    /** How many queries there are and how many could be right is the same at each threshold. */
    private static CalibrationCurve curve(Calibrated event, ClassificationCounts any) {
        FloatBuffer distances = event.getCurveDistances()
                .duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        List<Integer> right = event.getCurveTruePositives();
        List<Integer> wrong = event.getCurveFalsePositives();
        if (right.size() != distances.remaining() || wrong.size() != distances.remaining()) {
            throw new IllegalArgumentException("the parts of the curve differ in length");
        }
        int everRight = any.truePositives() + any.falseNegatives();
        List<CurvePoint> points = new ArrayList<>(right.size());
        for (int i = 0; i < right.size(); i++) {
            points.add(new CurvePoint(
                    distances.get(i),
                    new ClassificationCounts(
                            right.get(i),
                            wrong.get(i),
                            any.total() - everRight - wrong.get(i),
                            everRight - right.get(i))));
        }
        return new CalibrationCurve(points);
    }

    private static Map<String, CutpointSureness> confidenceToAvro(Map<String, CutpointConfidence> confidence) {
        Map<String, CutpointSureness> avro = new HashMap<>();
        confidence.forEach((name, sure) -> avro.put(
                name,
                new CutpointSureness(
                        sure.distance().low(),
                        sure.distance().high(),
                        sure.value().low(),
                        sure.value().high(),
                        sure.met())));
        return avro;
    }

    private static Map<String, CutpointConfidence> confidenceFromAvro(Map<String, CutpointSureness> avro) {
        Map<String, CutpointConfidence> confidence = new HashMap<>();
        avro.forEach((name, sure) -> confidence.put(
                name,
                new CutpointConfidence(
                        new Interval(sure.getDistanceLow(), sure.getDistanceHigh()),
                        new Interval(sure.getValueLow(), sure.getValueHigh()),
                        sure.getMet())));
        return confidence;
    }
}
