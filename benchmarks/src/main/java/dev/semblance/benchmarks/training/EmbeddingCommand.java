package dev.semblance.benchmarks.training;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.Pixels;
import dev.semblance.standalone.console.Console;
import dev.semblance.trainer.data.LabelledImage;
import dev.semblance.trainer.training.TrainedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Images a second through the embedder, from decoded pixels to vectors, against the network alone in PyTorch, in turns.
 */
@Command(
        name = "embedding",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "The embedder on decoded images, against PyTorch's network on ready tensors, in turns.")
public final class EmbeddingCommand implements Callable<Integer> {
    private static final int WARM_UP = 3;

    @Mixin
    private final PeerOptions peer = new PeerOptions();

    @Option(names = "--rounds", paramLabel = "N", description = "turns of both")
    private int rounds = 3;

    @Option(names = "--seconds", paramLabel = "N", description = "of each batch size in a turn")
    private int seconds = 3;

    @Option(names = "--batches", split = ",", paramLabel = "N", description = "batch sizes")
    private int[] batches = {1, 8, 32, 128};

    /** Mean images/s over the rounds. */
    record Row(int batch, double semblance, double torch, double ratio) {}

    record Report(String benchmark, String java, int cores, List<Row> rows) {}

    @Override
    public Integer call() throws Exception {
        Console console = new Console(System.err, false);
        try (Scratch scratch = Scratch.create()) {
            Bench bench = peer.open(Map.of(), scratch.path(), console);
            TorchPeer torch = peer.torch(scratch.path(), console);
            torch.requireUsable();
            bench.writeForPeer();
            TrainedModel model = bench.train(bench.inputForSteps(), 1, 2, epoch -> {});
            List<Pixels> images =
                    bench.splits().test().limitedTo(Arrays.stream(batches).max().orElseThrow()).images().stream()
                            .map(LabelledImage::pixels)
                            .toList();
            System.out.println(JsonMapper.builder()
                    .build()
                    .writeValueAsString(new Report(
                            "embedding",
                            System.getProperty("java.version"),
                            Runtime.getRuntime().availableProcessors(),
                            rows(model, images, torch, console))));
        }
        return CommandLine.ExitCode.OK;
    }

    private List<Row> rows(TrainedModel model, List<Pixels> images, TorchPeer torch, Console console) throws Exception {
        double[] ours = new double[batches.length];
        double[] theirs = new double[batches.length];
        String sizes = Arrays.stream(batches).mapToObj(Integer::toString).collect(Collectors.joining(","));
        try (Embedder embedder = Embedder.load(
                model.description().network(), model.description().input(), model.weights(), Device.cpu())) {
            for (int round = 1; round <= rounds; round++) {
                JsonNode answer = torch.run("embed", "--batches", sizes, "--seconds", Integer.toString(seconds));
                for (int i = 0; i < batches.length; i++) {
                    ours[i] += imagesPerSecond(embedder, images.subList(0, batches[i]));
                    theirs[i] += answer.get(Integer.toString(batches[i])).asDouble();
                }
                console.line("round %d of %d is done", round, rounds);
            }
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < batches.length; i++) {
            rows.add(new Row(batches[i], ours[i] / rounds, theirs[i] / rounds, ours[i] / theirs[i]));
        }
        return rows;
    }

    private double imagesPerSecond(Embedder embedder, List<Pixels> batch) {
        for (int i = 0; i < WARM_UP; i++) {
            embedder.embed(batch);
        }
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(seconds).toNanos();
        long done = 0;
        while (System.nanoTime() < end) {
            done += embedder.embed(batch).size();
        }
        return done / ((System.nanoTime() - start) / 1e9);
    }
}
