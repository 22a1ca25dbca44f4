package dev.weir.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The direction of dependency among modules, as ARCHITECTURE.md draws it. Maven keeps a module
/// from what it does not declare; this keeps it from what arrives with what it declares.
class ArchitectureTest {
  /// Each module's package below `dev.weir`, and those that it may use.
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "proto", Set.of(),
          "model", Set.of(),
          "engine", Set.of(),
          "proxywasm", Set.of("engine"),
          "extproc", Set.of("proxywasm", "engine", "model", "proto"),
          "xds", Set.of("model", "proto"),
          "cli", Set.of("xds", "extproc", "proxywasm", "engine", "model", "proto"));

  private static JavaClasses weir;

  @BeforeAll
  static void read() {
    weir =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.weir");
  }

  static Stream<String> modules() {
    return MAY_USE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void dependsOnlyOnWhatItMay(String module) {
    String[] forbidden =
        modules()
            .filter(other ->
                !other.equals(module) && !MAY_USE.getOrDefault(module, Set.of()).contains(other))
            .map(ArchitectureTest::classesOf)
            .toArray(String[]::new);

    assertThat(weir.that(resideInAnyPackage(classesOf(module)))).isNotEmpty();
    check(
        noClasses()
            .that()
            .resideInAPackage(classesOf(module))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("dev.weir.(**)").should().beFreeOfCycles());
  }

  @Test
  void theWasmLibraryIsUsedByTheEngineOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(classesOf("engine"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.dylibso.."));
  }

  @Test
  void theHostOfPluginsKnowsNoTransportAndNoDocuments() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(classesOf("engine"), classesOf("proxywasm"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "io.netty..", "io.envoyproxy.."));
  }

  @Test
  void whatArrivesWithGrpcIsNotTakenForOurs() {
    check(noClasses().should().dependOnClassesThat().resideInAPackage("javax.annotation.."));
    for (String module : List.of("model", "engine", "proxywasm")) {
      check(
          noClasses()
              .that()
              .resideInAPackage(classesOf(module))
              .should()
              .dependOnClassesThat()
              .resideInAPackage("com.google.common.."));
    }
  }

  @Test
  void theLoggingBackEndAndTheMetricsFormatAreChosenInOnePlace() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(classesOf("cli.log"), classesOf("cli.service"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ch.qos.logback..", "io.micrometer.prometheusmetrics.."));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(weir);
  }

  private static String classesOf(String module) {
    return "dev.weir." + module + "..";
  }
}
