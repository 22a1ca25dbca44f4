package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.testing.Guests;
import dev.weir.proxywasm.testing.Host;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void runsEnoughRequestsToCompileASmallModule() {
    PluginSpec spec =
        PluginSpec.of("headers", Bytes.utf8("{\"request\": {\"set\": {\"x-weir\": \"hello\"}}}"));

    assertThat(WarmUp.run(Host.compile(Guests.filter("headers")), spec))
        .isGreaterThanOrEqualTo(200);
  }
}
