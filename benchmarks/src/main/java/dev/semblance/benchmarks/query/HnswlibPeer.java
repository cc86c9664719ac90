package dev.semblance.benchmarks.query;

import dev.semblance.benchmarks.index.Changes;
import dev.semblance.benchmarks.index.CorpusIndex;
import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexSettings;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The C++ library hnswlib in a process of its own, compiled for this machine. For one thread. */
final class HnswlibPeer implements Contender, AutoCloseable {
    private static final String SOURCE = "hnswlib_peer.cpp";
    private static final int K = 10;

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream questions;
    private final Path results;
    private final int queries;
    private final String start;

    private HnswlibPeer(Process process, Path results, int queries) throws IOException {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.results = results;
        this.queries = queries;
        this.start = line();
    }

    /**
     * Compiles it, and builds its graph with the settings of ours, or reads the one of an earlier run.
     *
     * @param folder for its files
     * @param threads that build
     */
    static HnswlibPeer start(Path folder, CorpusIndex corpus, int threads) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path program = compile(folder);
        Path vectors = folder.resolve("vectors.f32");
        Path queries = folder.resolve("queries.f32");
        if (!Files.exists(vectors)) {
            write(corpus.vectors(), vectors);
        }
        write(corpus.queries(), queries);
        Path results = folder.resolve("results.bin");
        IndexSettings settings = IndexSettings.DEFAULT;
        Process process = new ProcessBuilder(
                        program.toString(),
                        vectors.toString(),
                        queries.toString(),
                        Integer.toString(corpus.vectors().size()),
                        Integer.toString(corpus.queries().size()),
                        Integer.toString(corpus.vectors().getFirst().dimension()),
                        Integer.toString(settings.connections()),
                        Integer.toString(settings.beamWidth()),
                        Integer.toString(threads),
                        folder.resolve("index.hnsw").toString(),
                        results.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new HnswlibPeer(process, results, corpus.queries().size());
    }

    private static Path compile(Path folder) throws IOException, InterruptedException {
        Path source = Path.of(System.getProperty("semblance.home", "."), "benchmarks", "peers", SOURCE);
        Path program = folder.resolve("hnswlib_peer");
        try {
            int exit = new ProcessBuilder(
                            "g++", "-O3", "-march=native", "-pthread", "-o", program.toString(), source.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit == 0) {
                return program;
            }
        } catch (IOException e) {
            throw noCompiler(e);
        }
        throw noCompiler(new IOException("g++ failed"));
    }

    private static OperatorException noCompiler(IOException cause) {
        return new OperatorException(
                "cannot compile the hnswlib peer (" + cause.getMessage()
                        + "): install g++ and libhnswlib-dev, or leave the peer out with --no-peer",
                cause);
    }

    private static void write(List<Embedding> vectors, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (Embedding vector : vectors) {
                out.write(vector.toBytes());
            }
        }
    }

    private String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new OperatorException("the hnswlib peer ended; what it wrote stands above");
        }
        return line;
    }

    /** How it came to its graph: {@code built} or {@code loaded}, and the nanoseconds that took. */
    String start() {
        return start;
    }

    @Override
    public String name() {
        return "hnswlib";
    }

    @Override
    public Turn turn(int effort, int threads) throws IOException {
        questions.println(effort + " " + threads);
        long nanos = Long.parseLong(line());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(results)).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> wall = new ArrayList<>(queries);
        List<Long> cpu = new ArrayList<>(queries);
        List<List<String>> found = new ArrayList<>(queries);
        for (int i = 0; i < queries; i++) {
            wall.add(bytes.getLong());
            cpu.add(bytes.getLong());
            List<String> ids = new ArrayList<>(K);
            for (int j = 0; j < K; j++) {
                ids.add(Changes.id(bytes.getInt()));
            }
            found.add(ids);
        }
        return new Turn(nanos, wall, cpu, found);
    }

    @Override
    public void close() {
        questions.close();
        process.destroy();
    }
}
