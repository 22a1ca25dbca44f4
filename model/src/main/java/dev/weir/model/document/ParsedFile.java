package dev.weir.model.document;

import java.util.List;

/// What one file says, in its order.
public record ParsedFile(String fileName, List<Document> documents) {
  public ParsedFile {
    documents = List.copyOf(documents);
  }
}
