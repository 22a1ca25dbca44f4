package dev.weir.model.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.schema.Crd;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class RulesTest {
  @Test
  void mirrorEveryExpressionOfTheDefinitions() {
    List<String> messages =
        Crd.load("/dev/weir/model/crds/wasmplugins.weir.dev.yaml")
            .structure()
            .findValues("x-kubernetes-validations")
            .stream()
            .flatMap(JsonNode::valueStream)
            .map(rule -> rule.get("message").asString())
            .toList();

    assertThat(messages)
        .containsExactlyInAnyOrder(
            Rules.ONE_TARGET,
            Rules.NO_TRAFFIC,
            Rules.NO_METADATA,
            Rules.LABEL_KEYS,
            Rules.SCHEMES,
            Rules.INLINE_VALUE,
            Rules.ONE_CONDITION,
            Rules.CERTIFICATE_AND_KEY);
    assertThat(
            Crd.load("/dev/weir/model/crds/envoyresources.weir.dev.yaml")
                .structure()
                .findValues("x-kubernetes-validations"))
        .isEmpty();
  }
}
