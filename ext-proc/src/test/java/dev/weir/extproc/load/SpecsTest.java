package dev.weir.extproc.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.weir.proto.v1alpha1.Plugin;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginSpec;
import org.junit.jupiter.api.Test;

final class SpecsTest {
  @Test
  void keepWhatMakesAVm() {
    PluginSpec spec =
        Specs.of(
            Plugin.newBuilder()
                .setName("default/one")
                .setRootId("first")
                .setVmId("shared")
                .setVmConfiguration(ByteString.copyFromUtf8("{\"a\":1}"))
                .putEnvironment("MODE", "strict")
                .build());

    assertThat(spec.rootId()).isEqualTo("first");
    assertThat(spec.vmId()).isEqualTo("shared");
    assertThat(spec.vmConfiguration()).isEqualTo(Bytes.utf8("{\"a\":1}"));
    assertThat(spec.environment()).containsOnlyKeys("MODE");
  }

  @Test
  void withoutAVmIdSharedDataBelongToThePlugin() {
    assertThat(Specs.of(Plugin.newBuilder().setName("default/one").build()).scope())
        .isEqualTo("default/one");
  }
}
