package dev.semblance.standalone;

import static dev.semblance.standalone.SettingFlag.BOOTSTRAP;
import static dev.semblance.standalone.SettingFlag.MODEL_STORE;
import static dev.semblance.standalone.SettingFlag.flags;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code models import} and {@code models list}: publish a model made elsewhere, and see what there is. */
final class ModelsCommand {
    private static final String MODEL = "--model";
    private static final String INPUT = "--input";
    private static final String MEAN = "--mean";
    private static final String DEVIATION = "--std";
    private static final String DIMENSION = "--dimension";
    private static final String DISTANCE = "--distance";

    private ModelsCommand() {}

    static CommandLine create(Console console, Map<String, String> environment) {
        CommandSpec spec = CommandSpec.create().name("models").mixinStandardHelpOptions(true);
        spec.usageMessage().description("Import a model, or list those that are published.");
        CommandLine line = new CommandLine(spec);
        line.addSubcommand(ServiceCommand.create(
                "import",
                "Publish a TorchScript file as a version of a model: as it is where it gives embeddings, or with an"
                        + " embedding layer on top that is yet to be trained.",
                flags(BOOTSTRAP, MODEL_STORE),
                IMPORT,
                ModelsCommand::importFile,
                console,
                environment));
        line.addSubcommand(ServiceCommand.create(
                "list",
                "Show the published versions, the newest last.",
                flags(BOOTSTRAP),
                ModelsCommand::list,
                console,
                environment));
        return line;
    }

    private static void importFile(ParseResult arguments, Settings settings, Console console) {
        Path file = Path.of(arguments.matchedPositionalValue(0, ""));
        InputText input = new InputText(
                arguments.matchedOptionValue(INPUT, ""),
                arguments.matchedOptionValue(MEAN, "0"),
                arguments.matchedOptionValue(DEVIATION, "1"));
        ModelImport wanted = new ModelImport(
                file,
                arguments.matchedOptionValue(MODEL, ""),
                input.spec(),
                Optional.ofNullable(arguments.matchedOptionValue(DIMENSION, null)),
                Distance.of(arguments.matchedOptionValue(DISTANCE, "cosine")));
        PublishedModel published = wanted.publish(settings);
        console.line(
                "published %s: %s, %d dimensions",
                published.version(),
                published.description().network().name(),
                published.description().network().dimension());
    }

    private static void list(Settings settings, Console console) throws InterruptedException {
        ModelTable.of(PublishedModels.all(settings.kafka().bootstrap()))
                .lines()
                .forEach(line -> console.line("%s", line));
    }

    private static final List<ArgSpec> IMPORT = List.of(
            PositionalParamSpec.builder()
                    .index("0")
                    .arity("1")
                    .paramLabel("FILE")
                    .type(String.class)
                    .description("what torch.jit.save has written")
                    .build(),
            option(MODEL, "NAME", "model that this becomes a version of")
                    .required(true)
                    .build(),
            option(INPUT, "WxHxC", "images the module takes, such as 224x224x3: width, height, 1 channel or 3")
                    .required(true)
                    .build(),
            option(MEAN, "M[,M,M]", "taken off each channel, 0 to 1; 0 unless given")
                    .build(),
            option(DEVIATION, "S[,S,S]", "by which each channel is divided then; 1 unless given")
                    .build(),
            OptionSpec.builder(DIMENSION)
                    .paramLabel("N")
                    .type(Integer.class)
                    .description("take the module as a backbone: put an embedding layer of this length on top")
                    .build(),
            option(DISTANCE, "NAME", "distance that it was trained for; cosine unless given")
                    .build());

    private static OptionSpec.Builder option(String name, String value, String meaning) {
        return OptionSpec.builder(name).paramLabel(value).type(String.class).description(meaning);
    }
}
