package dev.semblance.benchmarks.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.standalone.console.Console;
import dev.semblance.trainer.training.Epoch;
import dev.semblance.trainer.training.TrainedModel;
import dev.semblance.trainer.training.TrainingInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Milliseconds per step of the tutorial's recipe, against PyTorch in turns; or memory over many steps. */
@Command(
        name = "training-step",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "A training step of the tutorial's recipe, against PyTorch in turns.")
public final class TrainingStepCommand implements Callable<Integer> {
    @Mixin
    private final PeerOptions peer = new PeerOptions();

    @Option(names = "--rounds", paramLabel = "N", description = "turns of both")
    private int rounds = 3;

    @Option(names = "--steps", paramLabel = "N", description = "steps of a turn, after half as many that do not count")
    private int steps = 40;

    @Option(
            names = "--memory-steps",
            paramLabel = "N",
            description = "instead: so many steps of Semblance alone, and the memory of the process over them")
    private int memorySteps = 0;

    /**
     * One turn of both.
     *
     * @param semblanceMillis mean of a step
     * @param torchMillis mean of a step
     */
    record Round(double semblanceMillis, double torchMillis, double ratio) {}

    record Report(
            String benchmark,
            String java,
            int cores,
            String precision,
            JsonNode torch,
            List<Round> rounds,
            double ratio) {}

    /** What Semblance took a turn's steps in, and how long one took. */
    private record Turn(String precision, double millisPerStep) {}

    record Memory(String benchmark, List<Sample> samples) {}

    /** Resident memory of the process, which holds all of PyTorch's. */
    record Sample(long steps, double millisPerStep, long residentMiB) {}

    @Override
    public Integer call() throws Exception {
        Console console = new Console(System.err, false);
        try (Scratch scratch = Scratch.create()) {
            Bench bench = peer.open(Map.of(), scratch.path(), console);
            Object report = memorySteps > 0 ? memory(bench) : compare(bench, scratch.path(), console);
            System.out.println(JsonMapper.builder().build().writeValueAsString(report));
        }
        return CommandLine.ExitCode.OK;
    }

    private Report compare(Bench bench, Path folder, Console console) throws IOException, InterruptedException {
        TorchPeer torch = peer.torch(folder, console);
        torch.requireUsable();
        bench.writeForPeer();
        TrainingInput input = bench.inputForSteps();
        List<Round> done = new ArrayList<>();
        JsonNode answer = JsonMapper.builder().build().createObjectNode();
        String precision = "";
        for (int round = 1; round <= rounds; round++) {
            Turn turn = ours(bench, input);
            double ours = turn.millisPerStep();
            precision = turn.precision();
            answer = torch.run("steps", "--steps", Integer.toString(steps));
            double theirs = answer.get("meanMillisPerStep").asDouble();
            done.add(new Round(ours, theirs, ours / theirs));
            console.line("round %d of %d: %.1f ms, PyTorch %.1f ms", round, rounds, ours, theirs);
        }
        return new Report(
                "training-step",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                precision,
                answer,
                done,
                done.stream().mapToDouble(Round::ratio).average().orElseThrow());
    }

    /** Mean of the later two of three epochs. */
    private Turn ours(Bench bench, TrainingInput input) {
        List<Epoch> epochs = new ArrayList<>();
        TrainedModel model = bench.train(input, 3, Math.max(1, steps / 2), epochs::add);
        return new Turn(
                Bench.precision(model),
                epochs.stream()
                        .skip(1)
                        .mapToDouble(Epoch::millisPerStep)
                        .average()
                        .orElseThrow());
    }

    private Memory memory(Bench bench) {
        List<Sample> samples = new ArrayList<>();
        int epochs = 10;
        bench.train(bench.inputForSteps(), epochs, Math.max(1, memorySteps / epochs), epoch -> {
            samples.add(new Sample(epoch.steps(), epoch.millisPerStep(), residentMiB()));
        });
        return new Memory("training-memory", samples);
    }

    private static long residentMiB() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1; // only Linux tells
        }
    }
}
