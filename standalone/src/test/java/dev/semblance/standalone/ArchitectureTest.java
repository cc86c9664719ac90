package dev.semblance.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.semblance.core.model.GradientSafe;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dependency rules of the modules: {schemas, core} ◀ messaging ◀ {trainer, indexer, query} ◀ standalone. */
class ArchitectureTest {
    private static final String SCHEMA = "dev.semblance.schema..";
    private static final String CORE = "dev.semblance.core..";
    private static final String MONITORING = "dev.semblance.core.monitoring..";
    private static final String MESSAGING = "dev.semblance.messaging..";
    private static final String TRAINER = "dev.semblance.trainer..";
    private static final String INDEXER = "dev.semblance.indexer..";
    private static final String QUERY = "dev.semblance.query..";
    private static final String STANDALONE = "dev.semblance.standalone..";
    private static final String TESTING = "dev.semblance.testing..";
    private static final String BENCHMARKS = "dev.semblance.benchmarks..";

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.semblance");
    }

    /** Else a rule would hold only because there was nothing to check. */
    @ParameterizedTest
    @CsvSource({
        "schemas, schema",
        "core, core",
        "messaging, messaging",
        "trainer, trainer",
        "stream-indexer, indexer",
        "query-api, query",
        "standalone, standalone"
    })
    void shouldHaveImportedEveryModuleThatHasSources(String module, String packageName) {
        assumeThat(Path.of("..", module, "src/main/java")).exists();

        assertThat(classes.stream().filter(type -> inModule(type, packageName))).isNotEmpty();
    }

    @Test
    void shouldKnowTheModuleOfEveryClass() {
        check(classes()
                .should()
                .resideInAnyPackage(SCHEMA, CORE, MESSAGING, TRAINER, INDEXER, QUERY, STANDALONE, TESTING, BENCHMARKS));
    }

    @Test
    void shouldNotUseStandaloneFromOtherModules() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(STANDALONE, BENCHMARKS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(STANDALONE, BENCHMARKS));
        check(noClasses()
                .that()
                .resideInAPackage(STANDALONE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BENCHMARKS));
    }

    @Test
    void shouldKeepSchemasAndCoreAtTheBottom() {
        check(onlyUseOwn(SCHEMA, SCHEMA));
        check(onlyUseOwn(CORE, CORE));
        check(onlyUseOwn(MESSAGING, MESSAGING, SCHEMA, CORE));
    }

    @Test
    void shouldKeepTheComponentsApart() {
        check(onlyUseOwn(TRAINER, TRAINER, MESSAGING, SCHEMA, CORE));
        check(onlyUseOwn(INDEXER, INDEXER, MESSAGING, SCHEMA, CORE));
        check(onlyUseOwn(QUERY, QUERY, MESSAGING, SCHEMA, CORE));
    }

    /** Who may use which library; everyone else of us may not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ai.djl.. | dev.semblance.core.embedding.. dev.semblance.core.model.. dev.semblance.trainer..",
                "org.apache.lucene.. | dev.semblance.core.index.. dev.semblance.benchmarks.index..",
                "org.apache.opendal.. | dev.semblance.core.store..",
                "dev.semblance.testing.. | dev.semblance.testing..",
                "org.apache.avro.. | dev.semblance.schema.. dev.semblance.messaging..",
                "dev.semblance.schema.avro.. | dev.semblance.schema.. dev.semblance.messaging..",
                "org.apache.flink.. | dev.semblance.indexer.. dev.semblance.standalone..",
                "io.helidon.. | dev.semblance.query.. dev.semblance.standalone..",
                "picocli.. | dev.semblance.standalone.. dev.semblance.benchmarks..",
                "com.typesafe.config.. | dev.semblance.standalone..",
                "org.knowm.. | dev.semblance.trainer.training..",
                "me.tongfei.. | dev.semblance.standalone.."
            })
    void shouldKeepALibraryWhereItBelongs(String library, String users) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(users.split(" "))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    @Test
    void shouldKeepKafkaOutOfCoreAndSchemas() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE, SCHEMA)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.."));
    }

    /** What is reported and when to alert are functions of counts; whoever keeps these decides how. */
    @Test
    void shouldKeepMonitoringFreeOfAllButTheFiguresItReports() {
        check(classes()
                .that()
                .resideInAPackage(MONITORING)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.time..",
                        "java.util..",
                        "org.jspecify..",
                        MONITORING,
                        "dev.semblance.core.matching..",
                        "dev.semblance.core.model..",
                        "dev.semblance.core.calibration..",
                        "dev.semblance.core.evaluation.."));
    }

    /** {@link GradientSafe} says why. */
    @ParameterizedTest
    @ValueSource(strings = {"mul", "div", "pow", "mod", "maximum", "minimum", "clip"})
    void shouldTakeNoNumbersOfJavaWhereGradientsFlow(String operation) {
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.semblance.core.model..", "dev.semblance.trainer.loss..")
                .should()
                .callMethodWhere(describe(
                        operation + " an array by a number of Java",
                        call -> call.getTargetOwner().isAssignableTo(NDArray.class)
                                && call.getName().equals(operation)
                                && call.getTarget()
                                        .getRawParameterTypes()
                                        .getFirst()
                                        .isEquivalentTo(Number.class))));
    }

    @Test
    void shouldHaveNoCyclesBetweenPackagesOfCore() {
        check(slices().matching("dev.semblance.core.(*)..").should().beFreeOfCycles());
    }

    private static ArchRule onlyUseOwn(String module, String... allowed) {
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.semblance..")
                        .and(describe(
                                "outside of " + String.join(", ", allowed),
                                type -> !resideInAnyPackage(allowed).test(type))));
    }

    // A module that has no classes yet breaks no rule.
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(classes);
    }

    private static boolean inModule(JavaClass type, String module) {
        return resideInAnyPackage("dev.semblance." + module + "..").test(type);
    }
}
