package dev.semblance.standalone;

import static dev.semblance.standalone.SettingFlag.BOOTSTRAP;
import static dev.semblance.standalone.SettingFlag.CLUSTER_WORK;
import static dev.semblance.standalone.SettingFlag.FLINK_CONF;
import static dev.semblance.standalone.SettingFlag.INDEX_STORE;
import static dev.semblance.standalone.SettingFlag.MODEL_STORE;
import static dev.semblance.standalone.SettingFlag.REST_PORT;
import static dev.semblance.standalone.SettingFlag.RPC_PORT;
import static dev.semblance.standalone.SettingFlag.flags;

import dev.semblance.standalone.cluster.FlinkProcess;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.demo.Demo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All commands and their flags. */
final class SemblanceCommand {
    private static final int INTERRUPTED = 130;

    private SemblanceCommand() {}

    static CommandLine create(Console console, Map<String, String> environment) {
        CommandSpec root = CommandSpec.create().name("semblance").mixinStandardHelpOptions(true);
        root.version("semblance " + version());
        root.usageMessage()
                .description("Keeps an image-similarity index live.")
                .footer("", "The launcher adds: test (all tests), bench (the benchmarks).");
        CommandLine line = new CommandLine(root);
        add(line, console, environment, "demo", "All of it in one process, on real images.", DEMO, Demo::run);
        add(line, console, environment, "broker", "One Kafka broker with all topics.", BROKER, Commands::broker);
        add(
                line,
                console,
                environment,
                "topics",
                "Create the topics that are missing on a cluster.",
                TOPICS,
                Commands::topics);
        add(
                line,
                console,
                environment,
                "train",
                "Train a model and publish it as a new version.",
                TRAIN,
                Commands::train);
        add(line, console, environment, "produce", "Send images of a data set to Kafka.", PRODUCE, Commands::produce);
        add(line, console, environment, "index", "Index every published version of a model.", INDEX, Commands::index);
        add(
                line,
                console,
                environment,
                "jobmanager",
                "The JobManager of a Flink cluster.",
                JOB_MANAGER,
                FlinkProcess::jobManager);
        add(
                line,
                console,
                environment,
                "taskmanager",
                "A TaskManager of a Flink cluster.",
                TASK_MANAGER,
                FlinkProcess::taskManager);
        add(line, console, environment, "serve", "Answer lookups and matches over HTTP.", SERVE, Commands::serve);
        line.addSubcommand(CalibrateCommand.create(console, environment));
        line.addSubcommand(EvaluateCommand.create(console, environment));
        line.addSubcommand(VerifyCommand.create(console, environment));
        line.addSubcommand(SweepCommand.create(console, environment));
        line.addSubcommand(DataCommand.create(console));
        line.addSubcommand(ModelsCommand.create(console, environment));
        line.setExecutionStrategy(SemblanceCommand::execute);
        line.setExecutionExceptionHandler((fault, command, parsed) -> report(fault));
        line.setParameterExceptionHandler((fault, arguments) -> {
            String command = fault.getCommandLine().getCommandSpec().qualifiedName(" ");
            System.err.println("semblance: " + fault.getMessage() + " (try './" + command + " --help')");
            return CommandLine.ExitCode.USAGE;
        });
        return line;
    }

    /** Of this build, as models name it. */
    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    private static void add(
            CommandLine root,
            Console console,
            Map<String, String> environment,
            String name,
            String description,
            List<SettingFlag> flags,
            ServiceCommand.Action action) {
        root.addSubcommand(ServiceCommand.create(name, description, flags, action, console, environment));
    }

    private static int execute(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        boolean group = !last.commandSpec().subcommands().isEmpty();
        if (group && !last.isUsageHelpRequested() && !last.isVersionHelpRequested()) {
            last.commandSpec().commandLine().usage(System.out);
            return CommandLine.ExitCode.OK;
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int report(Exception fault) {
        if (fault instanceof CancellationException) {
            return INTERRUPTED;
        }
        System.err.println(FaultReport.line(fault));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static final List<SettingFlag> DEMO = flags(
            new SettingFlag("--data", "train.data", "NAME|DIR", "fashion-mnist, cifar10, or a folder of class folders"),
            new SettingFlag("--data-dir", "demo.data-dir", "DIR", "keep everything here and go on from it next time"),
            new SettingFlag("--seconds-to-train", "train.seconds", "N", "how long to train"),
            new SettingFlag("--rate", "demo.rate", "N", "images per second that go on streaming"),
            new SettingFlag("--port", "serve.port", "PORT", "port of the query service"),
            new SettingFlag("--broker-port", "broker.port", "PORT", "port of the Kafka broker"),
            new SettingFlag("--ui-port", "index.ui-port", "PORT", "port of Flink's web UI"));

    private static final List<SettingFlag> BROKER = flags(
            new SettingFlag("--port", "broker.port", "PORT", "port to listen on, on loopback"),
            new SettingFlag("--data", "broker.data", "DIR", "folder of the log"),
            new SettingFlag(
                    "--image-partitions", "broker.image-partitions", "N", "partitions of the image topic: the shards"));

    private static final List<SettingFlag> TOPICS = flags(
            BOOTSTRAP,
            new SettingFlag(
                    "--image-partitions", "broker.image-partitions", "N", "partitions of the image topic: the shards"));

    private static final List<SettingFlag> TRAIN = flags(
            BOOTSTRAP,
            MODEL_STORE,
            new SettingFlag("--model", "train.model", "NAME", "model that this becomes a version of"),
            new SettingFlag("--data", "train.data", "NAME|DIR", "fashion-mnist, cifar10, or a folder of class folders"),
            new SettingFlag("--network", "train.network", "NAME", "small-convnet, tutorial-convnet or resnet18-cifar"),
            new SettingFlag("--loss", "train.loss", "LOSS", "such as multi-similarity or triplet(margin=0.5)"),
            new SettingFlag("--augmentation", "train.augmentation", "LIST", "such as flip,crop(padding=4), or none"),
            new SettingFlag("--seconds", "train.seconds", "N", "how long to train; 0: as many epochs as asked for"),
            new SettingFlag("--epochs", "train.epochs", "N", "how many epochs; 0: as long as there is time"),
            new SettingFlag("--seed", "train.seed", "N", "seed of the run"),
            new SettingFlag("--device", "train.device", "DEVICE", "auto, cpu, gpu, gpu:N or several"),
            new SettingFlag("--precision", "train.precision", "NAME", "auto, float32 or bfloat16"),
            new SettingFlag("--resume", "train.resume", "DIR", "go on with the run in this folder"));

    private static final List<SettingFlag> PRODUCE = flags(
            BOOTSTRAP,
            new SettingFlag(
                    "--data", "produce.data", "NAME|DIR", "fashion-mnist, cifar10, or a folder of class folders"),
            new SettingFlag("--part", "produce.part", "PART", "training, stream, calibration or test"),
            new SettingFlag("--rate", "produce.rate", "N", "images per second; 0: as fast as Kafka takes them"),
            new SettingFlag("--loop", "produce.loop", "true|false", "start over after the last image"));

    private static final List<SettingFlag> INDEX = flags(
            BOOTSTRAP,
            MODEL_STORE,
            INDEX_STORE,
            new SettingFlag("--model", "index.model", "NAME", "model whose versions are indexed"),
            new SettingFlag("--checkpoints", "index.checkpoints", "DIR", "folder of Flink's checkpoints"),
            new SettingFlag("--work", "index.work", "DIR", "folder of the shards that are being written"),
            new SettingFlag("--ui-port", "index.ui-port", "PORT", "port of Flink's web UI; 0: any free one"),
            new SettingFlag("--cluster", "index.cluster", "URL", "JobManager to send jobs to, not one in this process"),
            new SettingFlag("--device", "index.device", "DEVICE", "auto, cpu, gpu or gpu:N"));

    private static final List<SettingFlag> JOB_MANAGER = flags(
            new SettingFlag("--host", "cluster.jobmanager", "ADDRESS", "address to listen on"),
            RPC_PORT,
            REST_PORT,
            CLUSTER_WORK,
            FLINK_CONF);

    private static final List<SettingFlag> TASK_MANAGER = flags(
            new SettingFlag("--jobmanager", "cluster.jobmanager", "ADDRESS", "where the JobManager is"),
            RPC_PORT,
            REST_PORT,
            new SettingFlag("--host", "cluster.host", "ADDRESS", "address to listen on"),
            new SettingFlag("--slots", "cluster.slots", "N", "tasks to have room for"),
            CLUSTER_WORK,
            FLINK_CONF);

    private static final List<SettingFlag> SERVE = flags(
            BOOTSTRAP,
            MODEL_STORE,
            INDEX_STORE,
            new SettingFlag("--model", "serve.model", "NAME", "model that answers"),
            new SettingFlag("--host", "serve.host", "ADDRESS", "address to listen on"),
            new SettingFlag("--port", "serve.port", "PORT", "port to listen on; 0: any free one"),
            new SettingFlag("--cache", "serve.cache", "DIR", "folder for fetched index files"),
            new SettingFlag("--device", "serve.device", "DEVICE", "auto, cpu, gpu or gpu:N"));
}
