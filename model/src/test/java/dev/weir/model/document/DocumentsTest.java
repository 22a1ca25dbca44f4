package dev.weir.model.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.Digest;
import dev.weir.model.Resource;
import dev.weir.model.WasmPlugin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DocumentsTest {
  private static final String PLUGIN =
      """
      apiVersion: weir.dev/v1alpha1
      kind: WasmPlugin
      metadata:
        name: headers
      spec:
        url: file:///opt/headers.wasm
        pluginConfig:
          b: 1
          a: [x]
      """;

  @Test
  void digestsEqualContentAlikeHoweverItIsWritten() {
    String other =
        """
        # comment
        kind: "WasmPlugin"
        spec: {pluginConfig: {a: ['x'], b: 1.0}, url: file:///opt/headers.wasm, phase: }
        metadata: {namespace: default, name: headers, labels: {team: a}}
        apiVersion: weir.dev/v1alpha1
        status: {revision: old}
        """;

    assertThat(digest("a.yaml", other)).isEqualTo(digest("b/c.yaml", PLUGIN));
  }

  @Test
  void digestsADefaultLikeItsAbsence() {
    String spelledOut =
        PLUGIN + "  phase: UNSPECIFIED_PHASE\n  limits: {callback: 20ms}\n  placement: External\n";

    assertThat(digest("a.yaml", spelledOut)).isEqualTo(digest("a.yaml", PLUGIN));
  }

  @Test
  void digestsOtherContentDifferently() {
    assertThat(
            List.of(
                digest("a.yaml", PLUGIN),
                digest("a.yaml", PLUGIN.replace("b: 1", "b: 2")),
                digest("a.yaml", PLUGIN.replace("b: 1", "b: \"1\"")),
                digest("a.yaml", PLUGIN.replace("name: headers", "name: others"))))
        .doesNotHaveDuplicates();
  }

  @Test
  void readsIstiosDocumentAsItsOwn() {
    String istio = PLUGIN.replace("weir.dev/v1alpha1", "extensions.istio.io/v1alpha1");

    assertThat(resource("a.yaml", istio)).isEqualTo(resource("a.yaml", PLUGIN));
    assertThat(digest("a.yaml", istio)).isEqualTo(digest("a.yaml", PLUGIN));
  }

  @Test
  void resolvesARelativeModuleBesideItsFile() {
    String relative = PLUGIN.replace("file:///opt/", "file://../filters/");

    assertThat(((WasmPlugin) resource("/etc/weir/a.yaml", relative)).module().url())
        .isEqualTo("file:///etc/filters/headers.wasm");
  }

  @Test
  void findsTheLineOfAFieldForWhoeverChecksFurther() {
    Document document = Documents.parse("a.yaml", bytes("# c\n" + PLUGIN)).documents().getFirst();

    assertThat(document.source().problem("spec.pluginConfig.a[0].b", "text (expected: more)"))
        .hasToString("a.yaml:10: spec.pluginConfig.a[0].b: text (expected: more)");
  }

  @Test
  void refusesEveryDefinitionOfAResourceThatHasSeveral() {
    List<Document> documents =
        Documents.together(
            List.of(
                Documents.parse("b.yaml", bytes(PLUGIN)),
                Documents.parse("a.yaml", bytes(PLUGIN + "---\n" + named("other")))));

    assertThat(documents)
        .extracting(document -> document.source() + " " + document.getClass().getSimpleName())
        .containsExactly("a.yaml:1 Invalid", "a.yaml:11 Valid", "b.yaml:1 Invalid");
    assertThat(((Document.Invalid) documents.getFirst()).text())
        .isEqualTo(
            "a.yaml:4: metadata.name: WasmPlugin default/headers is also in b.yaml:1 (expected: once)");
  }

  @Test
  void takesAnEmptyFileForAMistake() {
    assertThat(Documents.parse("a.yaml", bytes("")).documents())
        .singleElement()
        .isInstanceOf(Document.Invalid.class);
  }

  private static String named(String name) {
    return PLUGIN.replace("name: headers", "name: " + name);
  }

  private static Resource resource(String fileName, String yaml) {
    return valid(fileName, yaml).resource();
  }

  private static Digest digest(String fileName, String yaml) {
    return valid(fileName, yaml).digest();
  }

  private static Document.Valid valid(String fileName, String yaml) {
    return (Document.Valid) Documents.parse(fileName, bytes(yaml)).documents().getFirst();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
