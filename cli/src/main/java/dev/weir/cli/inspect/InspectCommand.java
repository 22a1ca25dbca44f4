package dev.weir.cli.inspect;

import dev.weir.cli.user.UserError;
import dev.weir.engine.module.ModuleException;
import dev.weir.engine.module.ModuleLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `weir inspect`.
@Command(
    name = "inspect",
    description = "Show what a module is, whether it runs here, and what it needs.",
    mixinStandardHelpOptions = true)
public final class InspectCommand implements Runnable {
  enum Output {
    text,
    json,
    yaml
  }

  @Parameters(paramLabel = "MODULE", description = "a .wasm file")
  @SuppressWarnings("NullAway.Init") // picocli sets it before run()
  private Path module;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Output output = Output.text;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run()
  private CommandSpec spec;

  @Override
  public void run() {
    Inspection inspection;
    try {
      inspection = Inspection.of(bytes());
    } catch (NoSuchFileException e) {
      throw new UserError(module + ": no such file (expected: a WebAssembly module)", e);
    } catch (IOException | ModuleException e) {
      throw new UserError("%s: %s".formatted(module, e.getMessage()), e);
    }
    spec.commandLine().getOut().print(text(inspection));
    spec.commandLine().getOut().flush();
  }

  private byte[] bytes() throws IOException {
    try (InputStream in = Files.newInputStream(module)) {
      return in.readNBytes(ModuleLimits.DEFAULT.bytes() + 1);
    }
  }

  private String text(Inspection inspection) {
    return switch (output) {
      case json ->
          JsonMapper.builder()
                  .enable(SerializationFeature.INDENT_OUTPUT)
                  .build()
                  .writeValueAsString(inspection)
              + "\n";
      case yaml -> new YAMLMapper().writeValueAsString(inspection);
      case text -> lines(inspection);
    };
  }

  private static String lines(Inspection inspection) {
    Inspection.Binary module = inspection.module();
    return """
    sha256           %s
    size             %,d bytes
    ABI              %s
    runs here        %s
    language         %s
    SDK              %s
    tools            %s
    exports          %s
    imports          %s
    memory           %s
    custom sections  %s
    named functions  %d
    """
            .formatted(
                module.sha256(),
                module.bytes(),
                inspection.abi().version(),
                inspection.abi().runs(),
                inspection.origin().language(),
                inspection.origin().sdk(),
                list(inspection.origin().tools()),
                list(inspection.functions().exports()),
                list(inspection.functions().imports()),
                module.memory(),
                list(module.sections()),
                module.namedFunctions())
        + needs(inspection);
  }

  /// What only a filter has: what ext_proc sends to it, and what it may be restricted to.
  private static String needs(Inspection inspection) {
    if (inspection.extProc().phases().isEmpty()) {
      return "";
    }
    return """
    ext_proc         %s
    attributes       %s
    TCP connections  %s

    # all that it needs, for the spec of its WasmPlugin
    capabilities:
    %s
    """
        .formatted(
            list(inspection.extProc().phases()),
            list(
                Stream.concat(
                        inspection.extProc().requestAttributes().stream(),
                        inspection.extProc().responseAttributes().stream())
                    .toList()),
            list(inspection.extProc().connections()),
            inspection.abi().capabilities().stream()
                .map(name -> "- " + name)
                .collect(Collectors.joining("\n")));
  }

  /// One name a line below the first, so that long lists stay readable.
  private static String list(List<String> names) {
    return names.isEmpty() ? "none" : String.join("\n" + " ".repeat(17), names);
  }
}
