package dev.weir.model.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ExamplesTest {
  private static final Pattern YAML_BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");

  @Test
  void inTheReferenceAreValidAndWithoutWarnings() throws IOException {
    String reference = Files.readString(Path.of("../docs/resources.md"));
    List<Document> documents =
        YAML_BLOCK
            .matcher(reference)
            .results()
            .map((MatchResult block) -> block.group(1).getBytes(StandardCharsets.UTF_8))
            .flatMap(block -> Documents.parse("docs/resources.md", block).documents().stream())
            .toList();

    assertThat(documents).hasSizeGreaterThan(2);
    for (Document document : documents) {
      assertThat(document).isInstanceOf(Document.Valid.class);
      assertThat(((Document.Valid) document).warnings()).isEmpty();
    }
  }
}
