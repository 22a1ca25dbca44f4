package dev.weir.model.schema;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.weir.model.yaml.YamlDocument;
import dev.weir.model.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One version of a kind, from its CustomResourceDefinition.
///
/// Its expressions in CEL are not evaluated here; whoever checks a document mirrors them.
public final class Crd {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder()
                      .regularExpressionFactory(Crd::wholeMatch)
                      .build()));

  private final String apiVersion;
  private final String kind;
  private final ObjectNode structure;
  private final ObjectNode jsonSchema;
  private final Schema validator;

  private Crd(JsonNode definition, JsonNode objectMeta) {
    JsonNode spec = definition.get("spec");
    JsonNode version = spec.get("versions").get(0);
    apiVersion = spec.get("group").asString() + "/" + version.get("name").asString();
    kind = spec.get("names").get("kind").asString();
    structure = Structure.ofDocument(version.at("/schema/openAPIV3Schema"), objectMeta);
    jsonSchema = JsonSchema.translate(structure);
    validator = REGISTRY.getSchema(jsonSchema);
  }

  /// The definition in the class path resource `name`.
  public static Crd load(String name) {
    return new Crd(resource(name), resource("/dev/weir/model/schema/object-meta.yaml"));
  }

  private static JsonNode resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(Crd.class.getResourceAsStream(name), "no resource " + name)) {
      if (YamlFile.read(stream.readAllBytes()).getFirst() instanceof YamlDocument.Tree tree) {
        return tree.content();
      }
      throw new IllegalStateException(name + " (expected: YAML)");
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /// Every pattern of the definitions is anchored at both ends, and `$` means the end there, where
  /// Java's also matches before a last line break.
  private static com.networknt.schema.regex.RegularExpression wholeMatch(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return value -> pattern.matcher(value).matches();
  }

  /// `<group>/<version>`.
  public String apiVersion() {
    return apiVersion;
  }

  public String kind() {
    return kind;
  }

  /// The schema of a whole document, in the words of the definition.
  public JsonNode structure() {
    return structure;
  }

  /// `document` as the Kubernetes API would store it: nulls that mean "absent" are taken out, and
  /// defaults are put in.
  public ObjectNode complete(ObjectNode document) {
    ObjectNode complete = document.deepCopy();
    Structure.complete(complete, structure);
    return complete;
  }

  /// Every rule that a completed `document` breaks, in its order; none if it is valid.
  public List<Violation> check(ObjectNode document) {
    return Stream.concat(
            validator.validate(document).stream().map(error -> Wording.of(error, jsonSchema)),
            Structure.duplicates(document, structure).stream())
        .toList();
  }
}
