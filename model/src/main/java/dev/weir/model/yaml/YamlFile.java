package dev.weir.model.yaml;

import dev.weir.model.yaml.YamlDocument.Broken;
import dev.weir.model.yaml.YamlDocument.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads a file of YAML documents.
public final class YamlFile {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private YamlFile() {}

  /// Every document in `bytes` that is not empty. One that cannot be read does not hide those after
  /// it. Throws nothing, and takes time and memory in proportion to [YamlBounds].
  public static List<YamlDocument> read(byte[] bytes) {
    if (bytes.length > YamlBounds.MAX_FILE_BYTES) {
      return refused(
          "%d bytes (limit: %d bytes a file)".formatted(bytes.length, YamlBounds.MAX_FILE_BYTES));
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return refused("bytes that are not text (expected: UTF-8)");
    }
    return read(text);
  }

  private static List<YamlDocument> read(String text) {
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    List<DocumentText> parts = DocumentText.split(marked ? text.substring(1) : text);
    if (parts.size() > YamlBounds.MAX_DOCUMENTS) {
      return refused(
          "%d documents (limit: %d documents a file)"
              .formatted(parts.size(), YamlBounds.MAX_DOCUMENTS));
    }
    List<YamlDocument> documents = new ArrayList<>();
    ValueBudget budget = new ValueBudget(YamlBounds.MAX_VALUES);
    for (DocumentText part : parts) {
      documents.addAll(new TreeReader(part, budget).read());
    }
    return documents;
  }

  private static List<YamlDocument> refused(String text) {
    return List.of(new Broken(1, "", List.of(new Fault(1, FieldPath.ROOT, text))));
  }
}
