package dev.weir.cli.folder;

import dev.weir.cli.user.UserError;
import dev.weir.model.WasmPlugin;
import dev.weir.model.document.Document;
import dev.weir.model.document.Documents;
import dev.weir.model.document.ParsedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The documents of one folder: its files that end in `.yaml`, `.yml` or `.json`, not those of
/// folders in it, and none whose name begins with a dot (editors and Kubernetes' mounted ConfigMaps
/// keep their own files under such names).
public final class ResourceFolder {
  private static final Pattern NAME = Pattern.compile("[^.].*\\.(?:ya?ml|json)");

  /// A folder with more is not a folder of documents.
  private static final int MAX_FILES = 1_000;

  /// One byte more than the model takes, so that it says what is wrong with a larger file.
  private static final int MAX_FILE_BYTES = (4 << 20) + 1;

  private final Path folder;
  private final Variables variables;

  /// @param folder as the user named it: messages name its files in the same way
  public ResourceFolder(Path folder, Variables variables) {
    if (!Files.isDirectory(folder)) {
      throw new UserError("%s: no such folder (expected: a folder of documents)".formatted(folder));
    }
    this.folder = folder;
    this.variables = variables;
  }

  /// The files that hold documents, by name.
  List<Path> files() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries
              .filter(file -> NAME.matcher(String.valueOf(file.getFileName())).matches())
              .filter(Files::isRegularFile)
              .limit(MAX_FILES + 1L)
              .sorted()
              .toList();
      if (files.size() > MAX_FILES) {
        throw new IOException("%s: over %d documents' files".formatted(folder, MAX_FILES));
      }
      return files;
    }
  }

  /// Reads all of it.
  ///
  /// @throws IOException if any file cannot be read: an incomplete folder would look like one from
  ///   which resources were removed
  public List<Document> read() throws IOException {
    List<ParsedFile> parsed = new ArrayList<>();
    for (Path file : files()) {
      parsed.add(Documents.parse(file.toString(), variables.expand(bytes(file))));
    }
    return Documents.together(parsed);
  }

  /// The files that the modules of these documents are in.
  static Set<Path> moduleFiles(List<Document> documents) {
    Set<Path> files = new TreeSet<>();
    for (Document document : documents) {
      if (document instanceof Document.Valid valid
          && valid.resource() instanceof WasmPlugin plugin
          && plugin.module().url().startsWith("file:///")) {
        files.add(Path.of(plugin.module().url().substring("file://".length())));
      }
    }
    return files;
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_FILE_BYTES);
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
