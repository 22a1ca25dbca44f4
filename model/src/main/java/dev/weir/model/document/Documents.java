package dev.weir.model.document;

import dev.weir.model.ResourceKey;
import dev.weir.model.yaml.YamlFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads files of resources. Never throws on their content: whatever is wrong with a document is
/// said in its [Document.Invalid].
public final class Documents {
  private static final Comparator<Document> BY_PLACE =
      Comparator.comparing((Document document) -> document.source().fileName())
          .thenComparingInt(document -> document.source().line());

  private Documents() {}

  /// Reads every document of one file.
  ///
  /// @param fileName as errors name it; a relative `file://` URL in a document is relative to its
  ///   folder
  public static ParsedFile parse(String fileName, byte[] yaml) {
    DocumentReader reader = new DocumentReader(fileName);
    List<Document> documents = YamlFile.read(yaml).stream().map(reader::read).toList();
    return new ParsedFile(fileName, documents.isEmpty() ? List.of(reader.empty()) : documents);
  }

  /// The documents of all `files`, ordered by file and line. Where several define one resource,
  /// each is invalid: which of them is meant cannot be known, and the order of files must not
  /// decide.
  public static List<Document> together(Collection<ParsedFile> files) {
    List<Document> all =
        files.stream().flatMap(file -> file.documents().stream()).sorted(BY_PLACE).toList();
    Map<ResourceKey, List<Source>> sources = new HashMap<>();
    for (Document document : all) {
      if (document instanceof Document.Valid valid) {
        sources
            .computeIfAbsent(valid.resource().key(), _ -> new ArrayList<>())
            .add(document.source());
      }
    }
    return all.stream().map(document -> unique(document, sources)).toList();
  }

  private static Document unique(Document document, Map<ResourceKey, List<Source>> sources) {
    if (!(document instanceof Document.Valid valid)) {
      return document;
    }
    ResourceKey key = valid.resource().key();
    Source source = valid.source();
    return sources.getOrDefault(key, List.of()).stream()
        .filter(other -> other != source)
        .findFirst()
        .map(other -> "%s is also in %s (expected: once)".formatted(key, other))
        .map(text -> source.problem("metadata.name", text))
        .<Document>map(problem -> new Document.Invalid(source, document.key(), List.of(problem)))
        .orElse(document);
  }
}
