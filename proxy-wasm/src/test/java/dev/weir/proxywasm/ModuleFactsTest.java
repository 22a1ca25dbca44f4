package dev.weir.proxywasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.abi.AbiVersion;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a module's imports say about it.
class ModuleFactsTest {
  @ParameterizedTest
  @CsvSource({
    "proxy_get_property, true",
    "proxy_call_foreign_function, true",
    "proxy_set_property, false"
  })
  void expressionsReadPropertiesAsWell(String hostcall, boolean reads) {
    ModuleFacts facts =
        new ModuleFacts("", AbiVersion.V0_2_1, Set.of(), Set.of(hostcall), Set.of());

    assertThat(facts.readsProperties()).isEqualTo(reads);
  }
}
