package dev.weir.model.yaml;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What the YAML library says about a text that it cannot read.
///
/// Without the lines around that its messages come with: they may hold a secret.
record SyntaxError(int line, String text) {

  static SyntaxError of(YamlEngineException exception, DocumentText source) {
    return switch (exception) {
      case MarkedYamlEngineException e -> marked(e, source);
      case ReaderException e ->
          new SyntaxError(
              source.lineAt(e.getPosition()),
              "character U+%04X (expected: printable text)".formatted(e.getCodePoint()));
      default -> new SyntaxError(source.firstLine(), text(exception.getMessage()));
    };
  }

  private static SyntaxError marked(MarkedYamlEngineException e, DocumentText source) {
    int line = e.getProblemMark().map(mark -> source.firstLine() + mark.getLine()).orElse(0);
    if (e.getContext() == null) {
      return new SyntaxError(line, text(e.getProblem()));
    }
    String begun =
        e.getContextMark()
            .map(mark -> source.firstLine() + mark.getLine())
            .filter(contextLine -> contextLine != line)
            .map(" that begins in line %d"::formatted)
            .orElse("");
    String context = ", " + Quoted.message(e.getContext()) + begun;
    return new SyntaxError(line, text(e.getProblem()) + context);
  }

  private static String text(@Nullable String said) {
    return "not YAML: " + Quoted.message(Objects.requireNonNullElse(said, "cannot be read"));
  }
}
