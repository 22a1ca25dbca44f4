package dev.weir.model.document;

import dev.weir.model.CanonicalJson;
import dev.weir.model.ResourceKey;
import dev.weir.model.ResourceKey.Kind;
import dev.weir.model.resolve.Resolver;
import dev.weir.model.schema.Crd;
import dev.weir.model.schema.Violation;
import dev.weir.model.yaml.Places;
import dev.weir.model.yaml.YamlDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// From one document of YAML to a resource, or to what is wrong with it.
final class DocumentReader {
  /// More than this is noise.
  private static final int MAX_PROBLEMS = 10;

  private final String fileName;

  DocumentReader(String fileName) {
    this.fileName = fileName;
  }

  Document read(YamlDocument document) {
    return switch (document) {
      case YamlDocument.Tree(JsonNode content, Places places, List<YamlDocument.Fault> notes) ->
          read(content, new Source(fileName, places), notes);
      case YamlDocument.Broken(int line, String text, List<YamlDocument.Fault> faults) ->
          new Document.Invalid(
              new Source(fileName, Places.line(line)), KeyGuess.from(text), problems(faults));
    };
  }

  /// A file that says nothing. It is an error and not an empty set: editors empty a file before
  /// they write it, and that must not take its resources out of force.
  Document empty() {
    Source source = new Source(fileName, Places.line(1));
    return new Document.Invalid(
        source,
        Optional.empty(),
        List.of(source.problem("", "no document (expected: kind WasmPlugin or EnvoyResources)")));
  }

  private List<Problem> problems(List<YamlDocument.Fault> faults) {
    return faults.stream()
        .map(fault -> new Problem(fileName, fault.line(), fault.path(), fault.text()))
        .toList();
  }

  private Document read(JsonNode content, Source source, List<YamlDocument.Fault> notes) {
    if (!(content instanceof ObjectNode object)) {
      return new Document.Invalid(
          source,
          Optional.empty(),
          List.of(source.problem("", "no mapping (expected: apiVersion, kind, metadata, spec)")));
    }
    return switch (Header.read(object)) {
      case Header.Refused(Optional<ResourceKey> key, List<Violation> violations) ->
          invalid(source, key, violations);
      case Header.Known(Kind kind) -> read(kind, object, source, notes);
    };
  }

  private Document read(
      Kind kind, ObjectNode written, Source source, List<YamlDocument.Fault> notes) {
    Crd definition = Kinds.definition(kind);
    ObjectNode object = definition.complete(written);
    Optional<ResourceKey> key = Header.key(kind, object);
    List<Violation> violations = new ArrayList<>(Istio.foreignFields(written));
    violations.addAll(definition.check(object));
    if (violations.isEmpty()) {
      violations.addAll(Resolver.check(kind, object.get("spec")));
    }
    if (!violations.isEmpty() || key.isEmpty()) {
      return invalid(source, key, violations);
    }
    List<Problem> warnings = new ArrayList<>(problems(notes));
    Resolver.warnings(kind, written.get("spec")).stream()
        .map(warning -> source.problem(warning.path(), warning.text()))
        .forEach(warnings::add);
    return new Document.Valid(
        Resolver.resolve(key.get(), object.get("spec"), Path.of(fileName), source.places()),
        CanonicalJson.digest(content(object)),
        source,
        warnings);
  }

  private static Document.Invalid invalid(
      Source source, Optional<ResourceKey> key, List<Violation> violations) {
    List<Problem> problems =
        violations.stream()
            .map(violation -> source.problem(violation.path(), violation.text()))
            .distinct()
            .sorted(Comparator.comparingInt(Problem::line))
            .limit(MAX_PROBLEMS)
            .toList();
    return new Document.Invalid(source, key, problems);
  }

  /// What a digest is taken of: the defaults are in it, so that spelling them out changes nothing;
  /// apiVersion, labels, annotations and what the API server writes are not.
  private static ObjectNode content(ObjectNode object) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.set("kind", object.get("kind"));
    content.set("namespace", object.get("metadata").get("namespace"));
    content.set("name", object.get("metadata").get("name"));
    content.set("spec", object.get("spec"));
    return content;
  }
}
