package dev.semblance.benchmarks.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.evaluation.HeldOutEvaluation;
import dev.semblance.core.evaluation.HeldOutSets;
import dev.semblance.core.evaluation.LabelledEmbedding;
import dev.semblance.standalone.console.Console;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.training.Epoch;
import dev.semblance.trainer.training.RunFolder;
import dev.semblance.trainer.training.Schedule;
import dev.semblance.trainer.training.TrainedModel;
import dev.semblance.trainer.training.TrainingInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What is learned in a given time, against PyTorch with the tutorial's recipe. Time is counted in steps at the speed
 * that is measured first, in turns: a busy moment later changes how long the benchmark takes, not what it finds.
 */
@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Recall and calibrated matching after some minutes of training, against PyTorch.")
public final class QualityCommand implements Callable<Integer> {
    private static final int EPOCHS = 5;
    private static final int TURNS = 3;
    private static final int STEPS_OF_A_TURN = 20;

    @Mixin
    private final PeerOptions peer = new PeerOptions();

    @Option(names = "--minutes", split = ",", paramLabel = "N", description = "times to train")
    private double[] minutes = {5, 15, 30};

    @Option(names = "--steps", split = ",", paramLabel = "N", description = "instead of times: steps, of both alike")
    private int[] steps = {};

    @Option(names = "--no-peer", description = "Semblance alone")
    private boolean alone;

    @Option(names = "--seed", paramLabel = "N", description = "of both")
    private long seed = 42;

    /** Steps for each time. */
    private record Marks(List<Integer> ours, List<Integer> theirs) {}

    /**
     * What one of both has learned.
     *
     * @param precision of its convolutions while it learned
     */
    record Result(String who, String precision, int steps, Map<String, Double> metrics) {}

    record Report(
            String benchmark,
            String recipe,
            long seed,
            double semblanceMillisPerStep,
            double torchMillisPerStep,
            List<Result> results) {}

    @Override
    public Integer call() throws Exception {
        Console console = new Console(System.err, false);
        try (Scratch scratch = Scratch.create()) {
            Bench bench = peer.open(Map.of("train.seed", Long.toString(seed)), scratch.path(), console);
            TorchPeer torch = peer.torch(scratch.path(), console);
            if (!alone) {
                torch.requireUsable();
                bench.writeForPeer();
            }
            Report report = run(bench, torch, scratch.path(), console);
            System.out.println(JsonMapper.builder().build().writeValueAsString(report));
        }
        return CommandLine.ExitCode.OK;
    }

    private Report run(Bench bench, TorchPeer torch, Path folder, Console console) throws Exception {
        double ours = Double.NaN;
        double theirs = Double.NaN;
        Marks marks = new Marks(
                Arrays.stream(steps).boxed().toList(),
                Arrays.stream(steps).boxed().toList());
        if (steps.length == 0) {
            ours = 0;
            theirs = 0;
            TrainingInput input = bench.inputForSteps();
            for (int turn = 0; turn < TURNS; turn++) {
                ours += millisPerStep(bench, input) / TURNS;
                theirs += alone ? Double.NaN : theirMillisPerStep(torch) / TURNS;
            }
            console.line("%.1f ms/step, PyTorch %.1f ms/step", ours, theirs);
            marks = new Marks(stepsIn(ours), alone ? List.of() : stepsIn(theirs));
        }
        List<Result> results = new ArrayList<>(ours(bench, marks.ours(), console));
        if (!alone) {
            results.addAll(theirs(bench, torch, marks.theirs(), folder, console));
        }
        return new Report("quality", peer.recipe().toString(), seed, ours, theirs, results);
    }

    private List<Integer> stepsIn(double millisPerStep) {
        return Arrays.stream(minutes)
                .mapToObj(time -> (int) Math.max(1, Math.round(time * 60_000 / millisPerStep)))
                .toList();
    }

    private static double millisPerStep(Bench bench, TrainingInput input) {
        List<Epoch> epochs = new ArrayList<>();
        bench.train(input, 2, STEPS_OF_A_TURN, epochs::add);
        return epochs.getLast().millisPerStep();
    }

    private static double theirMillisPerStep(TorchPeer torch) throws IOException, InterruptedException {
        return torch.run("steps", "--steps", Integer.toString(STEPS_OF_A_TURN))
                .get("meanMillisPerStep")
                .asDouble();
    }

    /** One run for all times where the rate does not depend on the end, else a run for each. */
    private static List<Result> ours(Bench bench, List<Integer> counts, Console console) {
        boolean fixed = bench.settings().plan().optimizer().schedule().shape() == Schedule.Shape.FIXED;
        TrainingInput input = bench.input();
        List<Integer> marks = counts.stream().sorted().toList();
        int shortest = Math.max(1, marks.getFirst() / EPOCHS);
        RunFolder one = bench.newRun();
        List<Result> results = new ArrayList<>();
        for (int mark : marks) {
            int stepsPerEpoch = fixed ? shortest : Math.max(1, mark / EPOCHS);
            TrainedModel model = bench.train(
                    input,
                    Math.max(1, mark / stepsPerEpoch),
                    stepsPerEpoch,
                    epoch -> console.line(
                            "%d steps, %.1f ms/step, loss %.4f, %s",
                            epoch.steps(), epoch.millisPerStep(), epoch.loss(), epoch.metrics()),
                    fixed ? one : bench.newRun());
            results.add(new Result(
                    "semblance",
                    Bench.precision(model),
                    mark,
                    new TreeMap<>(model.description().metrics())));
            console.line("%s", results.getLast());
        }
        return results;
    }

    private List<Result> theirs(Bench bench, TorchPeer torch, List<Integer> marks, Path folder, Console console)
            throws IOException, InterruptedException {
        String list = marks.stream().sorted().map(Object::toString).collect(Collectors.joining(","));
        JsonNode answer = torch.run("train", "--marks", list, "--seed", Long.toString(seed));
        console.line("PyTorch is done: %s", answer);
        List<Result> results = new ArrayList<>();
        for (int mark : marks) {
            HeldOutSets sets = new HeldOutSets(
                    read(bench.splits().stream(), "index", mark, folder),
                    read(bench.splits().calibration(), "calibration", mark, folder),
                    read(bench.splits().test(), "test", mark, folder));
            Map<String, Double> metrics =
                    HeldOutEvaluation.nearest(Distance.COSINE).judge(sets).metrics();
            results.add(new Result("pytorch", "float32", mark, new TreeMap<>(metrics)));
        }
        return results;
    }

    private static List<LabelledEmbedding> read(Dataset images, String part, int mark, Path folder) throws IOException {
        byte[] all = Files.readAllBytes(folder.resolve(part + "." + mark + ".embeddings"));
        int length = all.length / images.size();
        if (all.length == 0 || all.length % images.size() != 0) {
            throw new OperatorException("the peer gave " + all.length + " bytes for " + images.size() + " images");
        }
        List<LabelledEmbedding> embedded = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            Embedding embedding = Embedding.fromBytes(Arrays.copyOfRange(all, i * length, (i + 1) * length));
            embedded.add(new LabelledEmbedding(images.images().get(i).label(), embedding));
        }
        return embedded;
    }
}
